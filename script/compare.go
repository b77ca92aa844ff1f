package script

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"weir/operators"
	"weir/sql/types"
)

// row is one row that came out: as an output writes it, with its time.
type row struct {
	line string // the JSON object
	time operators.Time
}

// expectation is one expected row: a member for each column that the script names.
type expectation struct {
	line    string
	members map[string]json.RawMessage
}

// parseExpected reads the rows of an expect. A member that is no column, other than ROWTIME, is an error.
func parseExpected(c *Command, schema *types.Schema) ([]expectation, error) {
	rows := make([]expectation, 0, len(c.Body))
	for at, line := range c.Body {
		e := expectation{line: strings.TrimSpace(line)}
		if strings.HasPrefix(e.line, "#") {
			continue
		}
		if err := json.Unmarshal([]byte(line), &e.members); err != nil {
			return nil, &SyntaxError{c.First + at, "the expected row is no JSON object: " + err.Error()}
		}
		if len(e.members) == 0 {
			return nil, &SyntaxError{c.First + at, "the expected row names no column"}
		}
		for name := range e.members {
			if name != "ROWTIME" && schema.Index(name) < 0 {
				return nil, &SyntaxError{c.First + at, fmt.Sprintf("%s has no column %q", c.Stream, name)}
			}
		}
		rows = append(rows, e)
	}
	return rows, nil
}

// matches compares a row that came out with an expected one, in the columns that the script names.
func (e *expectation) matches(r row, schema *types.Schema) bool {
	var got map[string]json.RawMessage
	if err := json.Unmarshal([]byte(r.line), &got); err != nil {
		return false
	}
	for i := range schema.Columns {
		col := &schema.Columns[i]
		want, named := e.members[col.Name]
		if named && !equal(want, got[col.Name], col.Type) {
			return false
		}
	}
	if want, named := e.members["ROWTIME"]; named && schema.Index("ROWTIME") < 0 {
		return equal(want, rowtime(r.time), types.TimestampType)
	}
	return true
}

func rowtime(t operators.Time) json.RawMessage {
	return json.RawMessage(`"` + string(types.AppendTimestamp(nil, int64(t))) + `"`)
}

// equal compares two JSON values: numbers by value (approximate ones to 1e-9 relative and 1e-12 absolute), texts by
// character, all else by its bytes.
func equal(want, got json.RawMessage, t types.Type) bool {
	want, got = bytes.TrimSpace(want), bytes.TrimSpace(got)
	if string(want) == "null" || string(got) == "null" {
		return string(want) == string(got)
	}
	if t.IsNumeric() {
		a, okA := new(big.Rat).SetString(string(want))
		b, okB := new(big.Rat).SetString(string(got))
		if !okA || !okB {
			return false
		}
		if t.IsApproximate() {
			x, _ := a.Float64()
			y, _ := b.Float64()
			return math.Abs(x-y) <= max(1e-12, 1e-9*math.Abs(x))
		}
		return a.Cmp(b) == 0
	}
	if want[0] == '"' && got[0] == '"' {
		var a, b string
		return json.Unmarshal(want, &a) == nil && json.Unmarshal(got, &b) == nil && a == b
	}
	return bytes.Equal(want, got)
}

// diff compares rows in order, or as a set, and describes what differs; empty if nothing does.
func diff(want []expectation, got []row, schema *types.Schema, set bool) string {
	if set {
		want, got = unmatched(want, got, schema)
	} else if len(want) == len(got) {
		same := true
		for i := range want {
			same = same && want[i].matches(got[i], schema)
		}
		if same {
			return ""
		}
	}
	var b strings.Builder
	if set {
		for _, e := range want {
			b.WriteString("- " + e.line + "\n")
		}
		for _, r := range got {
			b.WriteString("+ " + r.String() + "\n")
		}
		return b.String()
	}
	for _, edit := range align(want, got, schema) {
		b.WriteString(edit + "\n")
	}
	return b.String()
}

func (r row) String() string {
	return strings.TrimSuffix(r.line, "}") + `, "ROWTIME": ` + string(rowtime(r.time)) + "}"
}

// unmatched removes the pairs that match.
func unmatched(want []expectation, got []row, schema *types.Schema) ([]expectation, []row) {
	got = slices.Clone(got)
	var missing []expectation
	for _, e := range want {
		i := slices.IndexFunc(got, func(r row) bool { return e.matches(r, schema) })
		if i < 0 {
			missing = append(missing, e)
			continue
		}
		got = slices.Delete(got, i, i+1)
	}
	return missing, got
}

// align prints the shortest edit from the expected rows to those that came: "  " both, "- " missing, "+ " not expected.
func align(want []expectation, got []row, schema *types.Schema) []string {
	const most = 2000 // rows; beyond it the table would be too large, and nobody reads the diff
	want, got = want[:min(len(want), most)], got[:min(len(got), most)]
	common := make([][]int32, len(want)+1) // length of the longest common part of want[i:], got[j:]
	for i := range common {
		common[i] = make([]int32, len(got)+1)
	}
	for i := len(want) - 1; i >= 0; i-- {
		for j := len(got) - 1; j >= 0; j-- {
			if want[i].matches(got[j], schema) {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var lines []string
	i, j := 0, 0
	for i < len(want) || j < len(got) {
		switch {
		case i < len(want) && j < len(got) && want[i].matches(got[j], schema):
			lines = append(lines, "  "+want[i].line)
			i, j = i+1, j+1
		case j == len(got) || i < len(want) && common[i+1][j] >= common[i][j+1]:
			lines = append(lines, "- "+want[i].line)
			i++
		default:
			lines = append(lines, "+ "+got[j].String())
			j++
		}
	}
	return lines
}
