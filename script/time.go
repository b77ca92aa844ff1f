package script

import (
	"fmt"
	"strings"
	"time"

	"weir/operators"
)

// parseTime reads an ISO 8601 instant, or +10s from the clock.
func parseTime(c *Command, word string) error {
	if strings.HasPrefix(word, "+") {
		d, err := time.ParseDuration(word[1:])
		if err != nil {
			return fmt.Errorf("%q is no duration; write +10s, +1m30s or +5ms", word)
		}
		c.Time, c.Rel = operators.Time(d.Milliseconds()), true
		return nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, word, time.UTC); err == nil {
			c.Time = operators.Time(t.UnixMilli())
			return nil
		}
	}
	return fmt.Errorf("%q is no time; write 2026-03-01T10:00:00 or +10s", word)
}
