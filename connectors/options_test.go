package connectors

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestOptionTypes(t *testing.T) {
	type options struct {
		Text  string        `option:"text" default:"x" doc:"A text."`
		Wait  time.Duration `option:"wait" default:"2s" doc:"A while."`
		Most  Size          `option:"most" default:"1KiB"`
		Count int64         `option:"count"`
		Share float64       `option:"share"`
		On    bool          `option:"on"`
	}
	read := func(url string) (options, error) {
		u, err := ParseURL(url)
		if err != nil {
			t.Fatal(err)
		}
		var o options
		return o, readOptions(u, &o)
	}
	u, err := ParseURL("x:?count=-5&on=true&share=0.5&most=2MiB")
	if err != nil {
		t.Fatal(err)
	}
	var got options
	if err := readOptions(u, &got); err != nil {
		t.Fatal(err)
	}
	if want := (options{"x", 2 * time.Second, 2 << 20, -5, 0.5, true}); got != want {
		t.Errorf("options %+v", got)
	}
	for url, want := range map[string]string{
		"x:?wait=2":      `option wait: "2" is no duration`,
		"x:?count=1.5":   `option count: "1.5" is no number`,
		"x:?on=perhaps":  "neither true nor false",
		"x:?on=1&on=1":   "given twice",
		"x:?other=there": `unknown option of x: "other"; there are: text, wait, most, count, share, on`,
	} {
		if _, err := read(url); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", url, err, want)
		}
	}
	if o := describeOptions(reflect.TypeFor[options]())[1]; o != (Option{"wait", "duration", "2s", "A while."}) {
		t.Errorf("described as %+v", o)
	}
}
