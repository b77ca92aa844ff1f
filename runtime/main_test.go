package runtime

import (
	"fmt"
	"os"
	goruntime "runtime"
	"strings"
	"testing"
	"time"
)

// TestMain fails if a test has left a goroutine behind.
func TestMain(m *testing.M) {
	code := m.Run()
	if left := leaked(); left != "" && code == 0 {
		fmt.Fprintln(os.Stderr, "goroutines are left behind:\n"+left)
		code = 1
	}
	os.Exit(code)
}

// leaked returns the stacks of goroutines that run our code, after they had time to end.
func leaked() string {
	for deadline := time.Now().Add(2 * time.Second); ; goruntime.Gosched() {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:goruntime.Stack(stacks, true)]
		var ours []string
		for _, s := range strings.Split(string(stacks), "\n\n")[1:] {
			if strings.Contains(s, "weir/runtime.") {
				ours = append(ours, s)
			}
		}
		if len(ours) == 0 || time.Now().After(deadline) {
			return strings.Join(ours, "\n\n")
		}
	}
}
