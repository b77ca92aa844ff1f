package app

import (
	"strings"

	"weir/connectors"
	"weir/connectors/format/csv"
	"weir/connectors/format/json"
	"weir/sql/types"
)

// formats are the values of RecordFormatType.
var formats = []string{"JSON", "CSV"}

// format is how the records are read.
func (f *file) format(s *SourceSchema, columns *types.Schema, mappings []string) connectors.Format {
	kind, p := s.RecordFormat.RecordFormatType, s.RecordFormat.MappingParameters
	if p == nil {
		p = &MappingParameters{}
	}
	switch kind.V {
	case "JSON":
		if p.CSVMappingParameters != nil {
			f.fail(InvalidValue, p.CSVMappingParameters.RecordRowDelimiter.Span, "", "CSVMappingParameters do not go with JSON records")
		}
		return f.json(s, p, columns, mappings)
	case "CSV":
		if p.JSONMappingParameters != nil {
			f.fail(InvalidValue, p.JSONMappingParameters.RecordRowPath.Span, "", "JSONMappingParameters do not go with CSV records")
		}
		return f.csv(p, columns)
	default:
		f.oneOf(kind, "RecordFormatType", formats, "")
		return nil
	}
}

// json makes the format and puts what is wrong with one mapping at its place.
func (f *file) json(s *SourceSchema, p *MappingParameters, columns *types.Schema, mappings []string) connectors.Format {
	options, at := json.Options{Columns: columns, Mappings: mappings}, s.At
	if p.JSONMappingParameters != nil {
		options.RowPath, at = p.JSONMappingParameters.RecordRowPath.V, p.JSONMappingParameters.RecordRowPath.Span
	}
	format := json.New(options)
	_, err := format.NewDecoder()
	if err == nil {
		return format
	}
	for i, c := range s.RecordColumns { // the mapping that is wrong by itself, else all of them together
		one := json.Options{Columns: types.NewSchema(options.Columns.Columns[i]), Mappings: options.Mappings[i : i+1]}
		if _, alone := json.New(one).NewDecoder(); alone != nil {
			at, err = c.Mapping.Span, alone
			break
		}
	}
	f.fail(InvalidValue, at, "", "%s", err)
	return nil
}

// csv makes the format. Mappings mean nothing there: columns take the fields in order.
func (f *file) csv(p *MappingParameters, columns *types.Schema) connectors.Format {
	options := csv.Options{Columns: columns}
	if p.CSVMappingParameters == nil {
		return csv.New(options)
	}
	options.RowDelimiter = f.delimiter(p.CSVMappingParameters.RecordRowDelimiter)
	options.ColumnDelimiter = f.delimiter(p.CSVMappingParameters.RecordColumnDelimiter)
	format := csv.New(options)
	if _, err := format.NewDecoder(); err != nil {
		f.fail(InvalidValue, p.CSVMappingParameters.RecordColumnDelimiter.Span, "", "%s", err)
	}
	return format
}

// escapes are written out where a file's own quoting does not know them.
var escapes = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t")

func (f *file) delimiter(v Text) string {
	if v.V == "" {
		f.fail(InvalidValue, v.Span, `write "\n", "," or any other text`, "a delimiter is empty")
	}
	return escapes.Replace(v.V)
}

// encoder writes the rows of an output.
func (t *Target) encoder(columns *types.Schema, nullText bool) (connectors.Encoder, error) {
	if t.CSV {
		return csv.New(csv.Options{NullText: nullText}).NewEncoder(columns)
	}
	return json.New(json.Options{NullText: nullText}).NewEncoder(columns)
}
