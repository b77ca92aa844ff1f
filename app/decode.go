package app

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"weir/connectors"
	"weir/sql"
)

// Value is a scalar of a configuration file with its place. One that is not in the file has no place.
type Value[T any] struct {
	V    T
	Span sql.Span
}

// Set reports whether the file gives the value.
func (v *Value[T]) Set() bool { return v.Span.End > 0 }

// Text is a scalar that is read as it stands.
type Text = Value[string]

// Number is a whole number.
type Number = Value[int]

// Duration is a length of time, such as 200ms.
type Duration = Value[time.Duration]

// Size is a number of bytes, such as 16MiB.
type Size = Value[connectors.Size]

// read takes the value of a node.
func (v *Value[T]) read(f *file, n *node) {
	v.Span = n.span
	var err error
	switch p := any(&v.V).(type) {
	case *string:
		if n.kind != text && n.kind != number && n.kind != boolean {
			f.wrongKind(n, text)
			return
		}
		*p = n.text
	case *int:
		if n.kind != number {
			f.wrongKind(n, number)
			return
		}
		if *p, err = strconv.Atoi(n.text); err != nil {
			err = fmt.Errorf("%s is no whole number", n.text)
		}
	case *time.Duration:
		*p, err = duration(n)
	case *connectors.Size:
		*p, err = connectors.ParseSize(n.text)
	}
	if err != nil {
		f.fail(InvalidValue, n.span, "", "%s", err)
	}
}

func duration(n *node) (time.Duration, error) {
	d, err := time.ParseDuration(n.text)
	if err != nil || n.kind == number && n.text != "0" || d < 0 {
		return 0, fmt.Errorf("%q is no duration; write 200ms, 10s or 1m30s", n.text)
	}
	return d, nil
}

// reader is a value that reads itself.
type reader interface {
	read(f *file, n *node)
}

// decode fills v from a node: structs by their fields' names (or tag key), lists, and what reads itself. Fields tagged
// required must be there. A struct's field At gets the place where a mistake in the whole is shown.
func (f *file) decode(n *node, v reflect.Value) {
	if r, ok := reflect.TypeAssert[reader](v.Addr()); ok {
		r.read(f, n)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.decode(n, v.Elem())
	case reflect.Slice:
		if n.kind != list {
			f.wrongKind(n, list)
			return
		}
		for _, item := range n.items {
			one := reflect.New(v.Type().Elem()).Elem()
			f.decode(item, one)
			v.Set(reflect.Append(v, one))
		}
	default:
		f.decodeObject(n, v)
	}
}

func (f *file) decodeObject(n *node, v reflect.Value) {
	if n.kind != object {
		f.wrongKind(n, object)
		return
	}
	fields := map[string]reflect.StructField{}
	var names []string
	for _, field := range reflect.VisibleFields(v.Type()) {
		switch {
		case field.Anonymous:
		case field.Name == "At":
			v.FieldByIndex(field.Index).Set(reflect.ValueOf(n.at))
		default:
			fields[keyOf(field)] = field
			names = append(names, keyOf(field))
		}
	}
	given := map[string]bool{}
	for _, e := range n.entries {
		field, known := fields[e.key]
		switch {
		case !known:
			hint := suggestion(e.key, names)
			if strings.HasSuffix(e.key, ")") { // {SqlType: DECIMAL(8,2)} is two members to YAML
				hint = `inside of { }, a value that holds a comma is written in quotes: "DECIMAL(8,2)"`
			}
			f.fail(UnknownKey, e.span, hint, "unknown key %s", e.key)
		case given[e.key]:
			f.fail(sql.DuplicateName, e.span, "", "the key %s is given twice", e.key)
		case e.value.kind != nothing:
			f.decode(e.value, v.FieldByIndex(field.Index))
			given[e.key] = true
		}
	}
	for _, name := range names {
		if _, required := fields[name].Tag.Lookup("required"); required && !given[name] {
			f.fail(MissingKey, n.at, "", "%s is missing", name)
		}
	}
}

func keyOf(field reflect.StructField) string {
	if key := field.Tag.Get("key"); key != "" {
		return key
	}
	return field.Name
}

func (f *file) wrongKind(n *node, want kind) {
	f.fail(InvalidValue, n.at, "", "%s stands where %s is expected", n.kind, want)
}

// suggestion asks whether a known name was meant.
func suggestion(name string, known []string) string {
	if near := sql.Nearest(name, known); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}
