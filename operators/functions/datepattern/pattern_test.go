package datepattern

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"weir/sql/types"
)

func eachLine(t *testing.T, file string, f func(line string, fields []string)) {
	t.Helper()
	data, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	lines := bufio.NewScanner(data)
	for lines.Scan() {
		if line := lines.Text(); line != "" && line[0] != '#' {
			f(line, strings.Split(line, "|"))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestParse(t *testing.T) {
	eachLine(t, "parse.txt", func(line string, f []string) {
		p, err := Compile(f[0])
		got := "bad"
		if err == nil {
			ms, err := p.Parse([]byte(f[1]))
			got = string(types.AppendTimestamp(nil, ms))
			if err != nil {
				got = "error"
			}
		}
		if got != f[2] {
			t.Errorf("%s: got %s", line, got)
		}
	})
}

func TestFormat(t *testing.T) {
	eachLine(t, "format.txt", func(line string, f []string) {
		p, err := Compile(f[0])
		if err != nil {
			t.Fatal(line, err)
		}
		ms, err := strconv.ParseInt(f[1], 10, 64)
		if err != nil {
			t.Fatal(line, err)
		}
		if got := string(p.Append(nil, ms)); got != f[2] {
			t.Errorf("%s: got %s", line, got)
		}
	})
}

func TestCompileHints(t *testing.T) {
	for pattern, want := range map[string]string{
		"YYYY-MM-dd":  "the pattern letter Y has no meaning; write y",
		"yyyy-MM-ddT": "the pattern letter T has no meaning; text stands in quotes",
		"yyyy 'at":    "the pattern 'yyyy 'at' has a quote without an end",
	} {
		if _, err := Compile(pattern); err == nil || err.Error() != want {
			t.Errorf("%s: got %v", pattern, err)
		}
	}
}

func FuzzPattern(f *testing.F) {
	f.Add("yyyy-MM-dd'T'HH:mm:ss.SSSX", "2018-04-01T12:00:01.123Z", int64(1561657488365))
	f.Add("EEE, d MMM yy h:m a z", "Tue, 1 May 18 1:2 pm UTC", int64(-1))
	f.Add("yyyy w E F W D u G", "2018 20 Mon 1 1 1 1 AD", int64(1<<60))
	f.Fuzz(func(t *testing.T, pattern, text string, ms int64) {
		p, err := Compile(pattern)
		if err != nil {
			return
		}
		p.Parse([]byte(text))
		ms %= 250000000000000
		for _, e := range p.elements {
			if e.exact || e.letter == 'y' { // may print more digits than it reads, or fewer
				return
			}
		}
		printed := p.Append(nil, ms)
		if back, err := p.Parse(printed); err == nil && string(p.Append(nil, back)) != string(printed) {
			t.Fatalf("'%s' prints %d as %q, which reads as %d", pattern, ms, printed, back)
		}
	})
}
