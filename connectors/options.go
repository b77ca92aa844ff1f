package connectors

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Option describes one option of a connector, for its documentation. It is made from a field of the connector's option
// struct:
//
//	Frame string `option:"frame" default:"line" one:"line,document" doc:"What a record is."`
//
// A field is a string, bool, int64, uint64, float64, Size or time.Duration. Without a default it is the zero value. Options
// that connectors share stand in a struct that theirs embed.
type Option struct {
	Name    string
	Type    string // text, number, size, duration, true or false, or the values that there are
	Default string
	Doc     string
}

// describeOptions lists the options that a struct declares.
func describeOptions(t reflect.Type) []Option {
	var options []Option
	for _, f := range optionFields(t) {
		options = append(options, Option{
			Name: f.Tag.Get("option"), Type: kindOf(f), Default: f.Tag.Get("default"), Doc: f.Tag.Get("doc"),
		})
	}
	return options
}

func optionFields(t reflect.Type) []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return f.Anonymous })
}

func kindOf(f reflect.StructField) string {
	if one := f.Tag.Get("one"); one != "" {
		return strings.ReplaceAll(one, ",", " or ")
	}
	switch f.Type {
	case reflect.TypeFor[Size]():
		return "size"
	case reflect.TypeFor[time.Duration]():
		return "duration"
	}
	switch f.Type.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "text"
	default:
		return "number"
	}
}

// readOptions fills the option struct that into points to: defaults first, then what the URL sets.
func readOptions(u URL, into any) error {
	v := reflect.ValueOf(into).Elem()
	fields := map[string]reflect.StructField{}
	var known []string
	for _, f := range optionFields(v.Type()) {
		name := f.Tag.Get("option")
		fields[name] = f
		known = append(known, name)
		if value, ok := f.Tag.Lookup("default"); ok {
			if err := setOption(v, f, value); err != nil {
				return fmt.Errorf("%s: default of option %s: %w", u.Scheme, name, err)
			}
		}
	}
	seen := map[string]bool{}
	for _, s := range u.Options {
		f, ok := fields[s.Name]
		if !ok {
			return &UnknownName{What: "option of " + u.Scheme + ":", Name: s.Name, Known: known}
		}
		if seen[s.Name] {
			return fmt.Errorf("%s: option %s is given twice", u.Scheme, s.Name)
		}
		seen[s.Name] = true
		if err := setOption(v, f, s.Value); err != nil {
			return fmt.Errorf("%s: option %s: %w", u.Scheme, s.Name, err)
		}
	}
	return nil
}

func setOption(options reflect.Value, f reflect.StructField, text string) error {
	field := options.FieldByIndex(f.Index)
	if one := f.Tag.Get("one"); one != "" {
		if known := strings.Split(one, ","); !slices.Contains(known, text) {
			return &UnknownName{What: "value", Name: text, Known: known}
		}
	}
	switch p := field.Addr().Interface().(type) {
	case *Size:
		size, err := ParseSize(text)
		*p = size
		return err
	case *time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil {
			return fmt.Errorf("%q is no duration; write 200ms, 10s or 1m30s", text)
		}
		*p = d
		return nil
	case *string:
		*p = text
		return nil
	case *bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		*p = b
		return nil
	case *float64:
		n, err := strconv.ParseFloat(text, 64)
		*p = n
		return numberError(text, err)
	case *int64:
		n, err := strconv.ParseInt(text, 10, 64)
		*p = n
		return numberError(text, err)
	case *uint64:
		n, err := strconv.ParseUint(text, 10, 64)
		*p = n
		return numberError(text, err)
	default:
		return fmt.Errorf("options cannot be of type %s", field.Type())
	}
}

func numberError(text string, err error) error {
	if err != nil {
		return fmt.Errorf("%q is no number that fits here", text)
	}
	return nil
}
