package operators

import "weir/sql/types"

// ErrorColumns are the columns of every ERRORS twin.
var ErrorColumns = types.NewSchema(
	types.Column{Name: "PUMP_NAME", Type: types.VarcharType(128)},
	types.Column{Name: "COLUMN_NAME", Type: types.VarcharType(256)},
	types.Column{Name: "CODE", Type: types.VarcharType(32), NotNull: true},
	types.Column{Name: "MESSAGE", Type: types.VarcharType(4096)},
	types.Column{Name: "DATA_ROWTIME", Type: types.TimestampType},
	types.Column{Name: "DATA_ROW", Type: types.Type{Kind: types.Varbinary}}, // the record's bytes, or the row as JSON
	types.Column{Name: "SPLIT", Type: types.VarcharType(256)},
	types.Column{Name: "POSITION", Type: types.VarcharType(128)}, // the record's offset in its split
	types.Column{Name: "ARRIVAL", Type: types.TimestampType},
)

// ErrorStreamColumns are KDA's seven columns of error_stream.
var ErrorStreamColumns = types.NewSchema(
	types.Column{Name: "ERROR_TIME", Type: types.TimestampType},
	types.Column{Name: "ERROR_LEVEL", Type: types.VarcharType(10)},
	types.Column{Name: "ERROR_NAME", Type: types.VarcharType(32)},
	types.Column{Name: "MESSAGE", Type: types.VarcharType(4096)},
	types.Column{Name: "DATA_ROWTIME", Type: types.TimestampType},
	types.Column{Name: "DATA_ROW", Type: types.VarcharType(49152)}, // upper-case hex
	types.Column{Name: "PUMP_NAME", Type: types.VarcharType(128)},
)

// LateColumns are the columns of the LATE twin of a stream with columns of.
func LateColumns(of *types.Schema) *types.Schema {
	cols := append([]types.Column{}, of.Columns...)
	return types.NewSchema(append(cols,
		types.Column{Name: "LATE_TIME", Type: types.TimestampType},  // the row's own time
		types.Column{Name: "LATE_CLOCK", Type: types.TimestampType}, // the watermark that it missed
		types.Column{Name: "PUMP_NAME", Type: types.VarcharType(128)},
	)...)
}
