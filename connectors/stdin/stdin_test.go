package stdin

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/connectors"
	"weir/internal/clock"
)

func open1(t *testing.T, in io.Reader, c clock.Clock) connectors.Reader {
	t.Helper()
	s, err := connectors.OpenSource(connectors.Env{Stdin: in, Clock: c}, "stdin:")
	if err != nil {
		t.Fatal(err)
	}
	splits, complete, err := s.Splits(t.Context())
	if err != nil || !complete || len(splits) != 1 {
		t.Fatalf("splits %v, complete %v, %v", splits, complete, err)
	}
	r, err := s.Open(t.Context(), splits[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatHasComeIsReadAtOnce(t *testing.T) {
	in, out := io.Pipe()
	r := open1(t, in, clock.NewVirtual(time.Unix(0, 0)))
	defer r.Close()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"1\n2\n3", []string{"1", "2"}},
		{"4\n", []string{"34"}},
		{"\n\n5\n", []string{"5"}},
	} {
		if _, err := io.WriteString(out, c.text); err != nil {
			t.Fatal(err)
		}
		if got := records(t, r); !slices.Equal(got, c.want) {
			t.Errorf("after %q: %q", c.text, got)
		}
	}
	if _, err := io.WriteString(out, "last"); err != nil {
		t.Fatal(err)
	}
	out.Close()
	if got := records(t, r); !slices.Equal(got, []string{"last"}) {
		t.Errorf("at the end: %q", got)
	}
	if _, _, err := r.Read(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("behind the end: %v", err)
	}
}

func records(t *testing.T, r connectors.Reader) []string {
	t.Helper()
	m, _, err := r.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range m.Len() {
		got = append(got, string(m.Message(i)))
	}
	return got
}

func TestAQuietPipeSaysSo(t *testing.T) {
	in, out := io.Pipe()
	r := open1(t, in, clock.System{})
	defer r.Close()
	if got := records(t, r); got != nil {
		t.Errorf("nothing was written, %q was read", got)
	}
	out.Close()
}

func TestABrokenPipeIsAnError(t *testing.T) {
	in, out := io.Pipe()
	r := open1(t, in, clock.NewVirtual(time.Unix(0, 0)))
	defer r.Close()
	cause := errors.New("gone")
	out.CloseWithError(cause)
	if _, _, err := r.Read(t.Context()); !errors.Is(err, cause) {
		t.Errorf("read: %v", err)
	}
}

func TestMuchInput(t *testing.T) {
	var text strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&text, "{\"n\":%d}\n", i)
	}
	r := open1(t, strings.NewReader(text.String()), clock.System{})
	defer r.Close()
	n := 0
	for {
		m, _, err := r.Read(t.Context())
		for i := range m.Len() {
			if got, want := string(m.Message(i)), fmt.Sprintf("{\"n\":%d}", n); got != want {
				t.Fatalf("%s, want %s", got, want)
			}
			n++
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if n != 200_000 {
		t.Errorf("%d records", n)
	}
}

func TestThereMayBeNone(t *testing.T) {
	if _, err := connectors.OpenSource(connectors.Env{Clock: clock.System{}}, "stdin:"); err == nil {
		t.Error("standard input was opened where there is none")
	}
}
