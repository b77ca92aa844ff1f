package sql

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// places maps the first word of a lowering case to the clause in which its text stands.
var places = map[string]partKind{"items": itemsPart, "where": wherePart, "group by": groupPart, "order by": orderPart}

// TestLowering shows what sqlparser is given for each form, and what comes back. Every row of the table must be used.
func TestLowering(t *testing.T) {
	used := map[string]bool{}
	for i := range forms {
		f := &forms[i]
		lower := f.lower
		f.lower = func(l *lowerer) { used[f.name] = true; lower(l) }
	}
	index()
	golden(t, "lowering.txt", func(t *testing.T, c goldenCase) string {
		place, text, ok := strings.Cut(strings.TrimSpace(c.input), ": ")
		kind, known := places[place]
		if !ok || !known {
			t.Fatalf("no place: %s", c.input)
		}
		return lowered(t, kind, text)
	})
	for _, f := range forms {
		if !used[f.name] {
			t.Errorf("no case for the form %s", f.name)
		}
	}
}

func lowered(t *testing.T, kind partKind, text string) string {
	toks, errs := lex(text)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	r := newReader(text, toks)
	b := &block{r: r}
	b.read(kind, r.end)
	out := "lowered: " + b.parts[kind].lowered.String() + "\n"
	var s Select
	b.fill(&s)
	if len(r.errs) > 0 {
		return out + r.errs.Format("x", text) + "\n"
	}
	var nodes []string
	for _, i := range s.Items {
		nodes = append(nodes, show(text, i))
	}
	for _, e := range s.GroupBy {
		nodes = append(nodes, show(text, e))
	}
	for _, i := range s.OrderBy {
		nodes = append(nodes, show(text, i))
	}
	if s.Where != nil {
		nodes = append(nodes, show(text, s.Where))
		checkSpans(t, "INSERT INTO s SELECT a FROM b WHERE "+text)
		checkFixpoint(t, "INSERT INTO s SELECT a FROM b WHERE "+text)
	}
	return out + strings.Join(nodes, "")
}

// show prints a node, and the text of its span where that differs.
func show(text string, n Node) string {
	s := n.Pos()
	return fmt.Sprintf("%s  ·  %s\n", Print(n), text[s.Start:s.End])
}

func TestFormNames(t *testing.T) {
	names := map[string]int{}
	for _, f := range forms {
		names[f.name]++
	}
	for _, n := range slices.Sorted(maps.Keys(names)) {
		if names[n] > 1 {
			t.Errorf("two forms are called %s", n)
		}
	}
}
