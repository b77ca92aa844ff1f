package bench

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const refusing = `
ApplicationName: refusing
ApplicationCode: CREATE OR REPLACE STREAM "UNUSED" ("auction" BIGINT);
Inputs:
- NamePrefix: BIDS
  KinesisStreamsInput: {ResourceARN: "file:load.jsonl"}
  InputSchema:
    RecordFormat: {RecordFormatType: JSON}
    RecordColumns:
    - {Name: auction, SqlType: BIGINT, Mapping: $.auction}
    - {Name: dateTime, SqlType: TIMESTAMP, Mapping: $.dateTime}
Outputs:
- Name: BIDS_001.ERRORS
  KinesisStreamsOutput: {ResourceARN: "file:out.jsonl"}
  DestinationSchema: {RecordFormatType: JSON}
Weir:
  rowtime: {column: dateTime}
`

// TestRefusedRowsKeepTheirBytes reads many units, so that the memory of the first is used again, and looks whether every refused
// record is still what stood in the file: those that the decoder refuses, and those whose time the step refuses.
func TestRefusedRowsKeepTheirBytes(t *testing.T) {
	dir := t.TempDir()
	var load bytes.Buffer
	var want []string
	lines := Bids{Seed: 3}.Lines()
	for row := range 60_000 {
		line := string(lines.Next(nil))
		switch {
		case row%997 == 0:
			line = fmt.Sprintf(`{"auction":"no number %d","dateTime":"2026-01-01 00:00:00"}`, row)
			want = append(want, line)
		case row%1009 == 0:
			line = strings.Replace(line, `"dateTime"`, fmt.Sprintf(`"dateTime":null,"row":%d,"was"`, row), 1)
			want = append(want, line)
		}
		load.WriteString(line + "\n")
	}
	must(t, os.WriteFile(filepath.Join(dir, LoadFile), load.Bytes(), 0o666))
	must(t, os.WriteFile(filepath.Join(dir, AppFile), []byte(refusing), 0o666))
	must(t, Run(t.Context(), dir))

	out, err := os.ReadFile(filepath.Join(dir, OutputFile))
	must(t, err)
	var got []string
	for line := range bytes.Lines(out) {
		var row struct {
			Data string `json:"DATA_ROW"`
		}
		must(t, json.Unmarshal(line, &row))
		data, err := base64.StdEncoding.DecodeString(row.Data)
		must(t, err)
		got = append(got, string(data))
	}
	if len(got) != len(want) {
		t.Fatalf("%d records were refused, not %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("refused record %d is %s, not %s", i, got[i], want[i])
		}
	}
}
