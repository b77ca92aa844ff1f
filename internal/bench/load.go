package bench

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Load is what a benchmark reads.
type Load struct {
	Bids
	Rows int
	Pace int // rows a second that are written to standard input; 0: all rows are in a file
}

// keyLines of a load decide under which name it is kept.
const keyLines = 1000

// File returns the file with the load. It is made once, and kept in the folder for temporary files under a name that
// changes with its content.
func (l Load) File() (string, error) {
	var head bytes.Buffer
	if err := l.Write(&head, min(l.Rows, keyLines)); err != nil {
		return "", err
	}
	key := sha256.Sum256(fmt.Appendf(head.Bytes(), "%+v", l))
	dir := filepath.Join(os.TempDir(), "weir-bench")
	path := filepath.Join(dir, fmt.Sprintf("bids-%x.jsonl", key[:8]))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return "", err
	}
	err = errors.Join(l.Write(f, l.Rows), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return path, nil
}
