package connectors_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"weir/connectors"
	_ "weir/connectors/all"
)

func TestURLsAreTakenApart(t *testing.T) {
	u, err := connectors.ParseURL("file:a%3Fb%25+c/*.jsonl?frame=document&arrival=a%26b")
	if err != nil {
		t.Fatal(err)
	}
	if u.Scheme != "file" || u.Target != "a?b%+c/*.jsonl" {
		t.Errorf("scheme %q, target %q", u.Scheme, u.Target)
	}
	want := []connectors.Setting{{Name: "frame", Value: "document"}, {Name: "arrival", Value: "a&b"}}
	if len(u.Options) != 2 || u.Options[0] != want[0] || u.Options[1] != want[1] {
		t.Errorf("options %v", u.Options)
	}
}

func TestBadURLsAreExplained(t *testing.T) {
	sources := map[string]string{
		"x.jsonl":                      "no scheme",
		"fil:x":                        `unknown connector "fil"; there are: blackhole, file,`,
		"file:":                        "wants a target: file:PATH",
		"file:100%":                    "a percent sign is written %25",
		"file:x?frame":                 `option "frame" has no value`,
		"file:x?fram=line":             `unknown option of file: "fram"; there are: frame, record, arrival`,
		"file:x?frame=lines":           `unknown value "lines"; there are: line, document`,
		"file:x?record=many":           `"many" is no size`,
		"file:x?frame=line&frame=line": "given twice",
		"stdin:x":                      "takes nothing behind its colon",
		"blackhole:":                   "cannot be read, only written",
		"generator:stocks?rate=fast":   `"fast" is no number`,
		"generator:stocks?seed=-1":     `"-1" is no number`,
	}
	for url, want := range sources {
		if err := connectors.CheckSource(url); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", url, err, want)
		}
	}
	if _, err := connectors.CheckSink("file:x?append=maybe"); err == nil || !strings.Contains(err.Error(), "neither true nor false") {
		t.Errorf("append=maybe: %v", err)
	}
	if _, err := connectors.CheckSink("generator:stocks"); err == nil || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("generator as a sink: %v", err)
	}
	var unknown *connectors.UnknownName
	if err := connectors.CheckSource("file:x?arival=t"); !errors.As(err, &unknown) || unknown.Name != "arival" {
		t.Errorf("arival: %v", err)
	}
}

func TestPlaces(t *testing.T) {
	env := connectors.Env{Dir: "/data"}
	for url, want := range map[string]string{
		"file:x/../out.jsonl?append=true": "file:/data/out.jsonl",
		"file:/data/out.jsonl":            "file:/data/out.jsonl",
		"stdout:":                         "stdout:",
		"blackhole:":                      "",
		"nonsense":                        "",
	} {
		if got := connectors.Place(env, url); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]int64{"16MiB": 16 << 20, "1.5 KiB": 1536, "2GB": 2e9, "512": 512, "7B": 7, "1kB": 1000} {
		if got, err := connectors.ParseSize(text); err != nil || int64(got) != want {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "MiB", "-1", "1e30", "NaN", "12 parsecs"} {
		if got, err := connectors.ParseSize(text); err == nil {
			t.Errorf("%q was taken as %d", text, got)
		}
	}
	for size, want := range map[connectors.Size]string{16 << 20: "16MiB", 1536: "1536", 1 << 30: "1GiB", 3 << 10: "3KiB", 0: "0"} {
		if size.String() != want {
			t.Errorf("%d prints %s", int64(size), size)
		}
	}
}

// TestOptionsAreDocumented checks that every option has a sentence, and that docs/application.md names it.
func TestOptionsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/application.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range connectors.Specs() {
		if !strings.HasSuffix(s.Doc, ".") || !strings.Contains(string(page), "`"+s.Scheme+":") {
			t.Errorf("%s: is not documented", s.Scheme)
		}
		var options []connectors.Option
		if s.Source != nil {
			options = append(options, s.Source.Options...)
		}
		if s.Sink != nil {
			options = append(options, s.Sink.Options...)
		}
		for _, o := range options {
			if !strings.HasSuffix(o.Doc, ".") || o.Type == "" || !strings.Contains(string(page), "`"+o.Name+"`") {
				t.Errorf("%s: option %s is not documented", s.Scheme, o.Name)
			}
		}
	}
}
