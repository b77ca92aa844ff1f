package app

import (
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"weir/sql"
)

// String prints the application as a file with every option that Weir would otherwise choose. It loads to the same
// application.
func (a *App) String() string {
	r := *a.Request
	r.Weir = r.Weir.withDefaults()
	r.Weir.Inputs = slices.Clone(r.Weir.Inputs)
	var b strings.Builder
	printObject(&b, reflect.ValueOf(r), "")
	return b.String()
}

// withDefaults says everything that is not said.
func (o Options) withDefaults() Options {
	said(&o.Workers, runtime.GOMAXPROCS(0))
	said(&o.Hold, DefaultHold)
	said(&o.Nulls.Text, nulls[0])
	if o.Store.Set() {
		said(&o.Checkpoint, DefaultCheckpoint)
	}
	said(&o.Grace, DefaultGrace)
	if !o.Rowtime.set() {
		said(&o.Rowtime.Kind, rowtimes[0])
	}
	return o
}

var somewhere = sql.Span{End: 1}

func said[T any](v *Value[T], usual T) {
	if !v.Set() {
		*v = Value[T]{V: usual, Span: somewhere}
	}
}

// printer is a value that prints itself: what stands behind its key, with the lines below it indented.
type printer interface {
	print(indent string) (text string, ok bool)
}

func printObject(b *strings.Builder, v reflect.Value, indent string) {
	for _, field := range reflect.VisibleFields(v.Type()) {
		if field.Anonymous || field.Name == "At" || !field.IsExported() {
			continue
		}
		if text, ok := printed(v.FieldByIndex(field.Index), indent); ok {
			b.WriteString(indent + keyOf(field) + ":" + text)
		}
	}
}

// printed is what stands behind a key, from the blank to the line feed. It is not ok if there is nothing to say.
func printed(v reflect.Value, indent string) (string, bool) {
	if p, ok := reflect.TypeAssert[printer](v); ok {
		return p.print(indent)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "", false
		}
		return printed(v.Elem(), indent)
	case reflect.Slice:
		var b strings.Builder
		for i := range v.Len() {
			var item strings.Builder
			printObject(&item, v.Index(i), indent+"  ")
			b.WriteString(indent + "- " + strings.TrimPrefix(item.String(), indent+"  "))
		}
		return "\n" + b.String(), v.Len() > 0
	default:
		var b strings.Builder
		printObject(&b, v, indent+"  ")
		return "\n" + b.String(), b.Len() > 0
	}
}

var plain = regexp.MustCompile(`^[A-Za-z$./][A-Za-z0-9_$./()-]*(:[A-Za-z0-9_$./()*?=&-]+)*$`)

func (v Value[T]) print(indent string) (string, bool) {
	if !v.Set() {
		return "", false
	}
	s, isText := any(v.V).(string)
	switch {
	case !isText:
		return fmt.Sprintf(" %v\n", v.V), true
	case strings.Contains(strings.TrimRight(s, "\n"), "\n") && !strings.ContainsAny(s, "\t\r\u0085\ufeff") && s[0] != ' ':
		return block(s, indent), true
	case plain.MatchString(s) && !slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off"}, strings.ToLower(s)):
		return " " + s + "\n", true
	default:
		return " " + strconv.Quote(s) + "\n", true
	}
}

// block writes a text line by line.
func block(s, indent string) string {
	var b strings.Builder
	switch text := strings.TrimSuffix(s, "\n"); {
	case text == s:
		b.WriteString(" |-\n")
	case strings.HasSuffix(text, "\n"):
		b.WriteString(" |+\n")
	default:
		b.WriteString(" |\n")
	}
	for line := range strings.Lines(s) {
		if line != "\n" {
			b.WriteString(indent + "  ")
		}
		b.WriteString(line)
	}
	if !strings.HasSuffix(s, "\n") {
		b.WriteByte('\n')
	}
	return b.String()
}

func (r Rowtime) print(indent string) (string, bool) {
	if r.Column.Column.Set() {
		return printed(reflect.ValueOf(r.Column), indent)
	}
	return r.Kind.print(indent)
}

func (v Nulls) print(indent string) (string, bool) { return v.Text.print(indent) }

func (o ByName[T]) print(indent string) (string, bool) {
	var b strings.Builder
	for _, one := range o {
		name, _ := one.Name.print("")
		if text, ok := printed(reflect.ValueOf(one.Options), indent+"  "); ok {
			b.WriteString(indent + "  " + strings.TrimSpace(name) + ":" + text)
		}
	}
	return "\n" + b.String(), b.Len() > 0
}
