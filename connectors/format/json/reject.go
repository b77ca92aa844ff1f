package json

import (
	"bytes"
	"fmt"

	"weir/connectors"
	"weir/connectors/format/coerce"
	"weir/sql/types"
)

// reject refuses a row, or a record from start on.
func (d *decoder) reject(code types.Code, column, detail string, start int) {
	if d.copied == nil {
		d.copied = bytes.Clone(d.scan.buf)
	}
	d.rejects.Items = append(d.rejects.Items, connectors.Reject{
		Row: d.out.Rows(), Message: d.message, Code: code, Column: column, Detail: detail, Bytes: d.copied[start:],
	})
}

// complaint is the message of a value that its column cannot take.
func (d *decoder) complaint(t *token) string {
	b := d.scan.buf[t.start:t.end]
	if t.kind == text {
		b = d.scan.plain(t)
	}
	return coerce.Complaint(b)
}

// mayBeLarge reports that the rows of a record of n bytes need to be measured: no column is longer than the record, but for
// the blanks of a CHAR.
func (d *decoder) mayBeLarge(n int) bool { return n*d.texts+d.fixed+d.padding > maxRow }

// size is how many bytes the last row has.
func (d *decoder) size() int {
	size := d.fixed
	for i := range d.columns {
		size += d.columns[i].Size
	}
	return size
}

// fits measures the row. If it is too large it is refused.
func (d *decoder) fits() bool {
	size := d.size()
	if size <= maxRow {
		return true
	}
	d.out.DropRow()
	d.reject(types.RowTooLarge, "", fmt.Sprintf("the row has %d bytes, the limit is %d", size, maxRow), 0)
	return false
}
