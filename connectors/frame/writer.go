package frame

import (
	"bufio"

	"weir/connectors"
	"weir/operators"
)

// Writer writes the rows of batches as lines: every payload of the encoder ends with a line feed.
type Writer struct {
	*bufio.Writer
	encoder  connectors.Encoder
	payloads connectors.Messages
}

// NewWriter makes a writer that adds to out.
func NewWriter(out *bufio.Writer, e connectors.Encoder) *Writer {
	return &Writer{Writer: out, encoder: e}
}

// WriteRows writes the rows of a batch.
func (w *Writer) WriteRows(b operators.Batch) error {
	w.payloads.Data, w.payloads.Ends = w.payloads.Data[:0], w.payloads.Ends[:0]
	if err := w.encoder.Encode(b, &w.payloads); err != nil {
		return err
	}
	for i := range w.payloads.Len() {
		if _, err := w.Writer.Write(w.payloads.Message(i)); err != nil {
			return err
		}
		if err := w.WriteByte('\n'); err != nil {
			return err
		}
	}
	return nil
}
