package connectors

import (
	"fmt"
	"strconv"
	"strings"
)

// Size is a number of bytes, written like 16MiB, 64 KiB, 1.5GB or 512.
type Size int64

var sizeUnits = []struct {
	name  string
	bytes float64
}{
	{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}, {"kB", 1e3}, {"B", 1}, {"", 1},
}

// ParseSize reads a size.
func ParseSize(text string) (Size, error) {
	for _, u := range sizeUnits {
		number, ok := strings.CutSuffix(text, u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if n *= u.bytes; err != nil || !(n >= 0 && n < 1<<62) {
			break
		}
		return Size(n), nil
	}
	return 0, fmt.Errorf("%q is no size; write 16MiB, 64KiB or a number of bytes", text)
}

// String prints the size in the greatest unit that shows it exactly.
func (s Size) String() string {
	for _, u := range sizeUnits[:3] {
		if n := int64(u.bytes); s != 0 && int64(s)%n == 0 {
			return fmt.Sprintf("%d%s", int64(s)/n, u.name)
		}
	}
	return strconv.FormatInt(int64(s), 10)
}
