package connectors

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// URL names a source or a sink: scheme:target?option=value&option=value. In the target and in values, %XX stands for a
// byte: %3F for a question mark, %25 for a percent sign. A plus sign is a plus sign.
type URL struct {
	Scheme  string
	Target  string // decoded
	Options []Setting
}

// Setting is one option of a URL.
type Setting struct{ Name, Value string }

// ParseURL takes a URL apart. It does not ask whether the scheme is known.
func ParseURL(text string) (URL, error) {
	scheme, rest, ok := strings.Cut(text, ":")
	if !ok || scheme == "" {
		return URL{}, fmt.Errorf("%q is no URL, for it has no scheme such as file: or stdin: at its beginning", text)
	}
	target, query, _ := strings.Cut(rest, "?")
	u := URL{Scheme: scheme}
	var err error
	if u.Target, err = unescape(target); err != nil {
		return URL{}, fmt.Errorf("%s: %w", text, err)
	}
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			return URL{}, fmt.Errorf("%s: option %q has no value; write %s=VALUE (in a path, a question mark is %%3F)", text, pair, pair)
		}
		if value, err = unescape(value); err != nil {
			return URL{}, fmt.Errorf("%s: option %s: %w", text, name, err)
		}
		u.Options = append(u.Options, Setting{name, value})
	}
	return u, nil
}

func unescape(text string) (string, error) {
	plain, err := url.PathUnescape(text)
	if bad, ok := errors.AsType[url.EscapeError](err); ok {
		return "", fmt.Errorf("%q is no byte; a percent sign is written %%25", string(bad))
	}
	return plain, err
}

// UnknownName is a name in a URL that nothing is called. Known is what there is, for whoever wants to suggest something.
type UnknownName struct {
	What  string // connector, option of file:, value of option frame
	Name  string
	Known []string
}

func (e *UnknownName) Error() string {
	if len(e.Known) == 0 {
		return fmt.Sprintf("unknown %s %q; there are none", e.What, e.Name)
	}
	return fmt.Sprintf("unknown %s %q; there are: %s", e.What, e.Name, strings.Join(e.Known, ", "))
}
