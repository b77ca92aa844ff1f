package script

import (
	"encoding/json"

	"weir/connectors"
)

// messages makes a push's body into records that arrive at its time.
func messages(c *Command) (*connectors.Messages, error) {
	m := &connectors.Messages{}
	for at, line := range c.Body {
		record := line
		if c.Mode == "text" {
			if err := json.Unmarshal([]byte(line), &record); err != nil {
				return nil, &SyntaxError{c.First + at, "the record is no JSON string: " + err.Error()}
			}
		}
		m.Data = append(m.Data, record...)
		m.Ends = append(m.Ends, len(m.Data))
		m.Arrival = append(m.Arrival, c.Time)
	}
	return m, nil
}
