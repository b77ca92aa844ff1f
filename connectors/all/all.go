// Package all is the list of the connectors that this binary contains.
package all

import (
	_ "weir/connectors/blackhole"
	_ "weir/connectors/file"
	_ "weir/connectors/generator"
	_ "weir/connectors/stdin"
	_ "weir/connectors/stdout"
)
