package sql

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// TestPositions shows the fields of type Span, other than a node's own, with the text they cover.
func TestPositions(t *testing.T) {
	golden(t, "positions.txt", func(t *testing.T, c goldenCase) string {
		script, errs := Parse(c.input)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		var b strings.Builder
		positions(&b, c.input, reflect.ValueOf(script.Statements))
		return b.String()
	})
}

func positions(b *strings.Builder, text string, v reflect.Value) {
	switch kind := v.Kind(); kind { //nolint:exhaustive // the other kinds hold no spans
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			positions(b, text, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			positions(b, text, v.Index(i))
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			s, ok := reflect.TypeAssert[Span](value)
			if !ok {
				positions(b, text, value)
			} else if !field.Anonymous && s != (Span{}) {
				fmt.Fprintf(b, "%s.%s: %s\n", v.Type().Name(), field.Name, text[s.Start:s.End])
			}
		}
	}
}
