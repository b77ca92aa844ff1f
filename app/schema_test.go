package app

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestApplicationsFitTheSchema checks the applications of the tests and of the documents against the schema.
func TestApplicationsFitTheSchema(t *testing.T) {
	texts := map[string]string{}
	for _, pattern := range []string{"testdata/good/*.yaml", "testdata/good/*.json"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v, %v", pattern, paths, err)
		}
		for _, path := range paths {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			texts[path] = string(raw)
		}
	}
	for i, text := range examples(t, "../docs/application.md") {
		if strings.HasPrefix(text, "ApplicationName:") {
			texts[fmt.Sprintf("application.md, block %d", i)] = text
		}
	}
	for name, text := range texts {
		f := &file{name: name, text: text}
		for _, wrong := range misfits(f.parse(), RequestSchema(), "") {
			t.Errorf("%s: %s", name, wrong)
		}
	}
}

func TestTheSchemaRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"ApplicationNam: x":                                  "/ApplicationNam is unknown",
		"ApplicationCode: x":                                 "/ApplicationName is missing",
		"ApplicationName: [x]":                               "/ApplicationName is a list",
		"ApplicationName: x\nWeir: {idle: soon}":             "/Weir/idle does not match",
		"ApplicationName: x\nWeir: {workers: many}":          "/Weir/workers is text",
		"ApplicationName: x\nWeir: {rowtime: sometime}":      "/Weir/rowtime fits none",
		"ApplicationName: x\nWeir: {inputs: {S: {idl: 1s}}}": "/Weir/inputs/S/idl is unknown",
		"ApplicationName: x\nInputs:\n- NamePrefix: S":       "/Inputs/0/InputSchema is missing",
	} {
		f := &file{name: "x.yaml", text: text}
		if got := misfits(f.parse(), RequestSchema(), ""); !slices.Contains(got, want) {
			t.Errorf("%s\n got %q\nwant %s", text, got, want)
		}
	}
}

// misfits says where a node does not fit a schema.
func misfits(n *node, s *Schema, at string) (wrong []string) {
	if len(s.AnyOf) > 0 {
		if !slices.ContainsFunc(s.AnyOf, func(one *Schema) bool { return misfits(n, one, at) == nil }) {
			return []string{at + " fits none"}
		}
		return nil
	}
	if s.Enum != nil {
		if !slices.Contains(s.Enum, n.text) {
			return []string{at + " is not listed"}
		}
		return nil
	}
	names := map[kind][]string{text: {"string"}, number: {"number", "integer"}, boolean: {"boolean"}, list: {"array"}, nothing: {"null"}, object: {"object"}}
	allowed, several := s.Type.([]string)
	if !several {
		allowed = []string{s.Type.(string)}
	}
	if !slices.ContainsFunc(names[n.kind], func(name string) bool { return slices.Contains(allowed, name) }) {
		return []string{at + " is " + n.kind.String()}
	}
	if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(n.text) {
		wrong = append(wrong, at+" does not match")
	}
	var have []string
	for _, e := range n.entries {
		have = append(have, e.key)
		below := s.Properties[e.key]
		if below == nil {
			below, _ = s.Additional.(*Schema)
		}
		if below == nil {
			wrong = append(wrong, at+"/"+e.key+" is unknown")
			continue
		}
		wrong = append(wrong, misfits(e.value, below, at+"/"+e.key)...)
	}
	for i, item := range n.items {
		wrong = append(wrong, misfits(item, s.Items, fmt.Sprintf("%s/%d", at, i))...)
	}
	for _, name := range s.Required {
		if n.kind == object && !slices.Contains(have, name) {
			wrong = append(wrong, at+"/"+name+" is missing")
		}
	}
	return wrong
}
