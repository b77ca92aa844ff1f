package querygen

import (
	"reflect"

	"weir/sql"
)

// visit calls f for every node of a tree, greater ones first.
func visit(n sql.Node, f func(sql.Node)) {
	walk(reflect.ValueOf(n), func(n sql.Node) bool { f(n); return true })
}

// parts lists the expressions directly inside of one.
func parts(e sql.Expr) []sql.Expr {
	var inside []sql.Expr
	walk(reflect.ValueOf(e), func(n sql.Node) bool {
		part, ok := n.(sql.Expr)
		if !ok || n == e {
			return true
		}
		inside = append(inside, part)
		return false
	})
	return inside
}

var nodeType = reflect.TypeFor[sql.Node]()

// walk calls f for every node that is reached by a pointer, and goes on inside of it where f says so.
func walk(v reflect.Value, f func(sql.Node) bool) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() || v.Kind() == reflect.Pointer && v.Type().Implements(nodeType) && !f(v.Interface().(sql.Node)) {
			return
		}
		walk(v.Elem(), f)
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), f)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			walk(field, f)
		}
	}
}
