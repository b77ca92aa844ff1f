package app

import (
	"reflect"
	"time"

	"weir/connectors"
)

// Schema is a JSON schema, as far as the application file needs it.
type Schema struct {
	Version    string             `json:"$schema,omitempty"`
	Title      string             `json:"title,omitempty"`
	Type       any                `json:"type,omitempty"` // a name or several
	Enum       []string           `json:"enum,omitempty"`
	Pattern    string             `json:"pattern,omitempty"`
	Properties map[string]*Schema `json:"properties,omitempty"`
	Required   []string           `json:"required,omitempty"`
	Items      *Schema            `json:"items,omitempty"`
	AnyOf      []*Schema          `json:"anyOf,omitempty"`
	Additional any                `json:"additionalProperties,omitempty"` // false, or the schema of members of any name
}

// RequestSchema is the JSON schema of the application file, for editors. It derives from Request: what the file may hold and
// where, not what its values mean.
func RequestSchema() *Schema {
	s := schemaOf(reflect.TypeFor[Request]())
	s.Version, s.Title = "https://json-schema.org/draft/2020-12/schema", "Weir application"
	return s
}

// schemer is a value that knows its own schema.
type schemer interface{ schema() *Schema }

func schemaOf(t reflect.Type) *Schema {
	if s, ok := reflect.TypeAssert[schemer](reflect.Zero(t)); ok && t.Kind() != reflect.Pointer {
		return s.schema()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.Slice:
		return &Schema{Type: "array", Items: schemaOf(t.Elem())}
	}
	s := &Schema{Type: "object", Properties: map[string]*Schema{}, Additional: false}
	for _, field := range reflect.VisibleFields(t) {
		if field.Anonymous || field.Name == "At" {
			continue
		}
		one := schemaOf(field.Type)
		if _, required := field.Tag.Lookup("required"); required {
			s.Required = append(s.Required, keyOf(field))
		} else {
			one = one.orNull() // as if it were not there
		}
		s.Properties[keyOf(field)] = one
	}
	return s
}

// orNull allows null beside what a schema allows.
func (s *Schema) orNull() *Schema {
	switch t := s.Type.(type) {
	case string:
		s.Type = []string{t, "null"}
	case []string:
		s.Type = append(t, "null")
	default:
		return &Schema{AnyOf: []*Schema{s, {Type: "null"}}}
	}
	return s
}

func (v Value[T]) schema() *Schema {
	switch any(v.V).(type) {
	case int:
		return &Schema{Type: "integer"}
	case time.Duration:
		return &Schema{Type: []string{"string", "integer"}, Pattern: `^([0-9.]+(ns|us|µs|ms|s|m|h))+$|^0$`}
	case connectors.Size:
		return &Schema{Type: []string{"string", "integer"}}
	}
	return &Schema{Type: []string{"string", "number", "boolean"}} // a text is read as it stands
}

func (v Nulls) schema() *Schema { return &Schema{Enum: nulls} }

func (r Rowtime) schema() *Schema {
	return &Schema{AnyOf: []*Schema{{Enum: rowtimes}, schemaOf(reflect.TypeOf(r.Column))}}
}

func (o ByName[T]) schema() *Schema {
	return &Schema{Type: "object", Additional: schemaOf(reflect.TypeFor[T]())}
}
