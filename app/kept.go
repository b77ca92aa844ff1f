package app

import (
	"bufio"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"

	"weir/connectors"
	"weir/connectors/format/json"
	"weir/operators"
	"weir/operators/vec"
	"weir/sql/types"
)

// keptBytes is how much of what nobody reads is kept; the rest is counted.
const keptBytes = 64 << 20

// Kept is the file of the late and refused rows that no output and no pump reads. It is made with its first row. Its rows
// are written by a goroutine of their own: a step must not wait for a disk.
type Kept struct {
	Path  string
	limit int64 // bytes

	mu     sync.Mutex
	wake   *sync.Cond
	queue  []keptBatch
	bytes  int64 // queued so far
	closed bool
	counts KeptCounts
	done   chan struct{}

	file     *os.File
	out      *bufio.Writer
	encoders map[*operators.Twin]connectors.Encoder
	line     connectors.Messages
}

// KeptCounts says what became of the rows.
type KeptCounts struct {
	Written int64 // in the file
	Counted int64 // came behind the limit, or could not be written
	Err     error // why they could not
}

type keptBatch struct {
	twin  *operators.Twin
	batch operators.Batch
}

func newKept(path string) *Kept {
	k := &Kept{Path: path, limit: keptBytes, done: make(chan struct{}), encoders: map[*operators.Twin]connectors.Encoder{}}
	k.wake = sync.NewCond(&k.mu)
	return k
}

// begin starts to write. Without goesOn what an earlier run has left goes away.
func (k *Kept) begin(goesOn bool) error {
	if !goesOn {
		if err := os.Remove(k.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing the refused rows of an earlier run: %w", err)
		}
	}
	go k.run()
	return nil
}

// Add takes rows of a twin. It does not wait.
func (k *Kept) Add(t *operators.Twin, b operators.Batch) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.bytes >= k.limit || k.counts.Err != nil {
		k.counts.Counted += int64(b.Rows())
		return
	}
	k.bytes += int64(vec.Bytes(b))
	k.queue = append(k.queue, keptBatch{t, b})
	k.wake.Signal()
}

// Counts returns what became of the rows so far.
func (k *Kept) Counts() KeptCounts {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.counts
}

// end writes what is queued.
func (k *Kept) end() {
	k.mu.Lock()
	k.closed = true
	k.wake.Signal()
	k.mu.Unlock()
	<-k.done
}

func (k *Kept) run() {
	defer close(k.done)
	for {
		k.mu.Lock()
		for len(k.queue) == 0 && !k.closed {
			k.wake.Wait()
		}
		queue := k.queue
		k.queue = nil
		closed := k.closed
		k.mu.Unlock()
		for _, x := range queue {
			k.note(x, k.write(x))
		}
		if k.out != nil {
			k.note(keptBatch{}, k.out.Flush())
		}
		if closed && len(queue) == 0 {
			if k.file != nil {
				k.note(keptBatch{}, k.file.Close())
			}
			return
		}
	}
}

// note counts rows as written, or as lost to the file.
func (k *Kept) note(x keptBatch, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil && k.counts.Err == nil {
		k.counts.Err = err
	}
	if err != nil {
		k.counts.Counted += int64(x.batch.Rows())
		return
	}
	k.counts.Written += int64(x.batch.Rows())
}

func (k *Kept) write(x keptBatch) error {
	if k.file == nil {
		f, err := os.OpenFile(k.Path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o666)
		if err != nil {
			return err
		}
		k.file, k.out = f, bufio.NewWriterSize(f, 64<<10)
	}
	encoder, err := k.encoder(x.twin)
	if err != nil {
		return err
	}
	k.line.Data, k.line.Ends = k.line.Data[:0], k.line.Ends[:0]
	if err := encoder.Encode(x.batch, &k.line); err != nil {
		return err
	}
	name, err := stdjson.Marshal(x.twin.Of)
	if err != nil {
		return err
	}
	for i := range k.line.Len() {
		stamp := types.AppendTimestamp(nil, int64(x.batch.Time[i]))
		fmt.Fprintf(k.out, `{"TIME":"%s","STREAM":%s,"TWIN":"%s",`, stamp, name, twinName(x.twin.Kind))
		if _, err := k.out.Write(append(k.line.Message(i)[1:], '\n')); err != nil {
			return err
		}
	}
	return nil
}

// encoder writes rows as objects. The bytes of a record are shown as the text that they mostly are.
func (k *Kept) encoder(t *operators.Twin) (connectors.Encoder, error) {
	if e := k.encoders[t]; e != nil {
		return e, nil
	}
	columns := types.NewSchema(slices.Clone(t.Cols.Columns)...)
	for i := range columns.Columns {
		if c := &columns.Columns[i]; c.Type.IsBinary() {
			c.Type = types.VarcharType(0)
		}
	}
	e, err := json.New(json.Options{}).NewEncoder(columns)
	k.encoders[t] = e
	return e, err
}

func twinName(kind operators.TwinKind) string {
	if kind == operators.LateTwin {
		return "LATE"
	}
	return "ERRORS"
}
