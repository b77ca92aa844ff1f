package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// references are the applications of the benchmarks as plain loops, which share nothing with the engine.
var references = map[string]func(lines *bufio.Scanner, out io.Writer){
	"w1_filter":           filtered,
	"w2_thousand_keys":    totals,
	"w2_million_keys":     totals,
	"w6_thousand_keys":    staggered(false),
	"w6_keys_come_and_go": staggered(true),
}

// reference writes what a case must write.
func reference(t *testing.T, c *Case, path string) {
	t.Helper()
	compute := references[c.Name]
	if compute == nil {
		t.Fatalf("there is no reference for %s", c.Name)
	}
	load, err := c.Load.File()
	if err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(load)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	lines, out := bufio.NewScanner(in), bufio.NewWriter(f)
	compute(lines, out)
	for _, err := range []error{lines.Err(), out.Flush(), f.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func filtered(lines *bufio.Scanner, out io.Writer) {
	for lines.Scan() {
		if auction := integer(lines.Bytes(), "auction"); auction%123 == 0 {
			fmt.Fprintf(out, `{"auction":%d,"price":%d,"dateTime":"%s"}`+"\n",
				auction, integer(lines.Bytes(), "price"), member(lines.Bytes(), `"dateTime":"`, '"'))
		}
	}
}

func totals(lines *bufio.Scanner, out io.Writer) {
	type group struct{ key, count, sum int64 }
	var groups []*group
	byKey := map[int64]*group{}
	window := int64(-1)
	flush := func() {
		for _, g := range groups {
			fmt.Fprintf(out, `{"auction":%d,"bids":%d,"total":%d,"mean":%d}`+"\n", g.key, g.count, g.sum, g.sum/g.count)
		}
		groups, byKey = nil, map[int64]*group{}
	}
	for lines.Scan() {
		at, err := time.Parse("2006-01-02 15:04:05.000", string(member(lines.Bytes(), `"dateTime":"`, '"')))
		if err != nil {
			panic(err)
		}
		if w := at.Unix() / 10; w != window {
			flush()
			window = w
		}
		key := integer(lines.Bytes(), "auction")
		g := byKey[key]
		if g == nil {
			g = &group{key: key}
			byKey[key] = g
			groups = append(groups, g)
		}
		g.count++
		g.sum += integer(lines.Bytes(), "price")
	}
	flush()
}

// staggered is a queue of windows, of which the first to open is the first to close.
func staggered(bySecond bool) func(lines *bufio.Scanner, out io.Writer) {
	return func(lines *bufio.Scanner, out io.Writer) {
		type key struct{ auction, second int64 }
		type window struct {
			key
			closes, count, sum int64
		}
		open := map[key]*window{}
		var queue []*window
		closeUntil := func(now int64) {
			for len(queue) > 0 && queue[0].closes <= now {
				w := queue[0]
				fmt.Fprintf(out, `{"auction":%d,"bids":%d,"total":%d,"mean":%d}`+"\n", w.auction, w.count, w.sum, w.sum/w.count)
				queue = queue[1:]
				delete(open, w.key)
			}
		}
		for lines.Scan() {
			at, err := time.Parse("2006-01-02 15:04:05.000", string(member(lines.Bytes(), `"dateTime":"`, '"')))
			if err != nil {
				panic(err)
			}
			closeUntil(at.UnixMilli())
			k := key{auction: integer(lines.Bytes(), "auction")}
			if bySecond {
				k.second = at.Unix()
			}
			w := open[k]
			if w == nil {
				w = &window{key: k, closes: at.UnixMilli() + 10_000}
				open[k] = w
				queue = append(queue, w)
			}
			w.count++
			w.sum += integer(lines.Bytes(), "price")
		}
		closeUntil(math.MaxInt64)
	}
}

func integer(line []byte, name string) int64 {
	n, err := strconv.ParseInt(string(member(line, `"`+name+`":`, ',')), 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

func member(line []byte, begin string, end byte) []byte {
	_, rest, ok := bytes.Cut(line, []byte(begin))
	if !ok {
		panic(fmt.Sprintf("%s is not in %s", begin, line))
	}
	return rest[:bytes.IndexByte(rest, end)]
}

// rewriteExpect puts what the plain loop writes into the benchmark's file.
func rewriteExpect(t *testing.T, c *Case, path string) {
	t.Helper()
	dir := t.TempDir()
	reference(t, c, filepath.Join(dir, OutputFile))
	want, err := Written(dir)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("expect "+c.Expect.String()), []byte("expect "+want.String()), 1)
	if err := os.WriteFile(path, text, 0o666); err != nil {
		t.Fatal(err)
	}
}
