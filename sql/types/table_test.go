package types

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// eachLine calls f with the fields of every line of a data file that is neither empty nor a comment.
func eachLine(t *testing.T, file, separator string, f func(line string, fields []string)) {
	t.Helper()
	data, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	lines := bufio.NewScanner(data)
	for lines.Scan() {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, separator)
		for i := range fields {
			fields[i] = strings.Trim(fields[i], " ")
		}
		f(line, fields)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
