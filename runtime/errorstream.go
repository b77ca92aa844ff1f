package runtime

import (
	"encoding/hex"
	"strings"

	"github.com/apache/arrow/go/v15/arrow/array"

	"weir/connectors"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// errorStream is KDA's error_stream: every twin of the application, projected to seven columns and merged.
type errorStream struct {
	seq   sequencer
	twins []*twin // by port
	build *vec.Builder
}

func newErrorStream() *errorStream {
	return &errorStream{build: vec.NewBuilder(operators.ErrorStreamColumns, nil)}
}

// join adds a twin as a writer.
func (e *errorStream) join(t *twin) {
	e.seq.join(operators.MinTime)
	e.twins = append(e.twins, t)
}

func (e *errorStream) process(g *Graph, _ *vertex, port int, b operators.Batch) error {
	t := e.twins[port]
	var texts *connectors.Messages // of late rows
	if t.spec.Kind == operators.LateTwin {
		var err error
		if texts, err = g.json.write(t.of, operators.Batch{Time: b.Time, Cols: b.Cols[:len(t.of.Columns)]}, nil); err != nil {
			return err
		}
	}
	for row := range b.Time {
		e.build.Ints(0).Append(int64(b.Time[row]))
		e.build.Texts(1).Append([]byte("WARNING"))
		if texts != nil {
			e.late(b, row, len(t.of.Columns), texts.Message(row))
		} else {
			e.refused(b, row)
		}
		e.build.EndRow()
	}
	base := 0
	for _, out := range e.build.Batches() {
		out.Time = b.Time[base : base+out.Rows()]
		base += out.Rows()
		e.seq.offer(port, out, false)
	}
	g.moved = true
	return nil
}

// refused projects a row of an ERRORS twin.
func (e *errorStream) refused(b operators.Batch, row int) {
	code := types.Code(b.Cols[2].(*array.String).Value(row))
	e.build.Texts(2).Append([]byte(code.Name()))
	e.build.Texts(3).Append([]byte(b.Cols[3].(*array.String).Value(row)))
	e.build.Ints(4).Append(b.Cols[4].(*array.Int64).Value(row))
	e.build.Texts(5).Append(e.hex(b.Cols[5].(*array.Binary).Value(row)))
	e.name(b.Cols[0].(*array.String), row)
}

// late projects a row of a LATE twin, whose first n columns are those of the stream.
func (e *errorStream) late(b operators.Batch, row, n int, text []byte) {
	own, clock := b.Cols[n].(*array.Int64).Value(row), b.Cols[n+1].(*array.Int64).Value(row)
	e.build.Texts(2).Append([]byte(types.LateRow.Name()))
	e.build.Texts(3).Append([]byte(behindText(operators.Time(own), operators.Time(clock))))
	e.build.Ints(4).Append(own)
	e.build.Texts(5).Append(e.hex(text))
	e.name(b.Cols[n+2].(*array.String), row)
}

func (e *errorStream) name(pumps *array.String, row int) {
	appendText(e.build.Texts(6), []byte(pumps.Value(row)), !pumps.IsNull(row))
}

// hex writes DATA_ROW: as many whole bytes as the column has room for.
func (e *errorStream) hex(data []byte) []byte {
	room := operators.ErrorStreamColumns.Columns[5].Type.Length / 2
	return []byte(strings.ToUpper(hex.EncodeToString(data[:min(len(data), room)])))
}

func (e *errorStream) advance(g *Graph, v *vertex) (operators.Time, error) {
	for port, from := range v.in {
		e.seq.promise(port, from.time)
	}
	e.seq.drain(func(b operators.Batch) { g.emit(v, b) })
	return e.seq.least(), nil
}
