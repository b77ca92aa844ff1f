package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"weir/connectors"
	"weir/operators"
	"weir/sql"
	"weir/sql/types"
)

// Stream is one in-application stream that a source feeds.
type Stream struct {
	Input  *operators.Input
	Format connectors.Format
	Source Text // the source's URL, or an ARN; not set if the file names none
	Part   int  // the stream takes the source's splits Part, Part+Of, Part+2*Of …
	Of     int
}

func (a *App) resolveInput(f *file, in *Input) {
	before := len(f.errors)
	if in.NamePrefix.V == "" || strings.ContainsAny(in.NamePrefix.V, "<>& \t\r\n") {
		f.fail(InvalidValue, in.NamePrefix.Span, "", "a NamePrefix is not empty and holds no blanks and none of < > &")
	}
	source := f.source(in)
	declared, mappings := f.columns(in.InputSchema)
	if in.InputProcessingConfiguration != nil {
		f.fail(sql.NotSupported, in.InputProcessingConfiguration.At, "", "InputProcessingConfiguration is not supported yet")
	}
	format := f.format(in.InputSchema, declared, mappings)
	if len(f.errors) > before {
		return
	}
	all := types.NewSchema(slices.Clone(declared.Columns)...)
	if all.Index(operators.ArrivalColumn) < 0 { // a column of the user's with this name wins
		all.Columns = append(all.Columns, types.Column{Name: operators.ArrivalColumn, Type: types.TimestampType})
	}
	rule := a.timeRule(f, in.NamePrefix.V, declared)
	count := 1
	if in.InputParallelism != nil && in.InputParallelism.Count.Set() {
		if count = in.InputParallelism.Count.V; count < 1 || count > 64 {
			f.fail(InvalidValue, in.InputParallelism.Count.Span, "", "Count is 1 to 64, not %d", count)
			return
		}
	}
	for part := range count {
		name := fmt.Sprintf("%s_%03d", in.NamePrefix.V, part+1)
		if slices.ContainsFunc(a.Streams, func(s Stream) bool { return s.Input.Name == name }) {
			f.fail(sql.DuplicateName, in.NamePrefix.Span, "", "two inputs make the stream %s", name)
			return
		}
		a.Streams = append(a.Streams, Stream{
			Input: &operators.Input{
				Name: name, Cols: all, Time: rule, Used: make([]bool, len(all.Columns)),
				Implicit: len(all.Columns) - len(declared.Columns),
			},
			Format: format, Source: source, Part: part, Of: count,
		})
	}
}

// source is the input's ARN or URL. It may be missing: tests push rows themselves.
func (f *file) source(in *Input) Text {
	r := in.KinesisStreamsInput
	if r == nil {
		r = in.KinesisFirehoseInput
	}
	if r == nil {
		return Text{}
	}
	if in.KinesisStreamsInput != nil && in.KinesisFirehoseInput != nil {
		f.fail(InvalidValue, in.KinesisFirehoseInput.At, "leave one of them out", "an input has one source, not two")
	}
	if !isARN(r.ResourceARN.V) {
		f.badURL(r.ResourceARN, connectors.CheckSource(r.ResourceARN.V))
	}
	return r.ResourceARN
}

func isARN(text string) bool { return strings.HasPrefix(text, "arn:") }

// badURL reports what a connector says about its URL.
func (f *file) badURL(url Text, err error) {
	if err == nil {
		return
	}
	hint := ""
	if unknown, ok := errors.AsType[*connectors.UnknownName](err); ok {
		hint = suggestion(unknown.Name, unknown.Known)
	}
	f.fail(InvalidValue, url.Span, hint, "%s", err)
}

// columns are the declared columns of a schema with their mappings.
func (f *file) columns(s *SourceSchema) (*types.Schema, []string) {
	if s.RecordEncoding.Set() && !strings.EqualFold(s.RecordEncoding.V, "UTF-8") {
		f.fail(InvalidValue, s.RecordEncoding.Span, "", "RecordEncoding is UTF-8, not %q", s.RecordEncoding.V)
	}
	if n := len(s.RecordColumns); n < 1 || n > 1000 {
		f.fail(InvalidValue, s.At, "", "RecordColumns has 1 to 1000 columns, not %d", n)
	}
	schema := types.NewSchema()
	mappings := make([]string, 0, len(s.RecordColumns))
	for _, c := range s.RecordColumns {
		if c.Name.V == "" {
			f.fail(InvalidValue, c.Name.Span, "", "a column has no name")
		}
		if c.Name.V == "ROWTIME" {
			f.fail(sql.ReservedName, c.Name.Span, "give the column another name, such as COL_ROWTIME", "every stream has a ROWTIME of its own")
		}
		if schema.Index(c.Name.V) >= 0 {
			f.fail(sql.DuplicateName, c.Name.Span, "", "two columns are called %s", c.Name.V)
		}
		t, err := types.ParseType(c.SqlType.V)
		if err != nil {
			message, hint := err.Error(), ""
			if bad, ok := errors.AsType[*types.Error](err); ok {
				message, hint = bad.Message, bad.Hint
			}
			f.fail(sql.InvalidType, c.SqlType.Span, hint, "%s", message)
		}
		schema.Columns = append(schema.Columns, types.Column{Name: c.Name.V, Type: t})
		mappings = append(mappings, c.Mapping.V)
	}
	return schema, mappings
}
