package app

import (
	"strings"
	"unicode"

	"weir/sql"
)

// queryPrefix makes a statement of a query.
const queryPrefix = `INSERT INTO "result" `

// parseQuery parses a query that stands alone. Spans are those of the text behind queryPrefix. FROM 'file' is read as
// FROM "file": both have the same length.
func parseQuery(text string) (q sql.Query, whole string, errs sql.Errors) {
	if word := firstWord(text); word == "CREATE" || word == "INSERT" {
		return nil, "", sql.Errors{{
			Code: sql.NotSupported, Span: sql.Span{End: len(text)}, Message: "one SELECT is expected here, not " + word,
			Hint: "streams and pumps stand in an application file, which weir run runs",
		}}
	}
	whole = queryPrefix + fileNames(text)
	script, errs := sql.Parse(whole)
	if len(errs) > 0 {
		return nil, whole, errs
	}
	for i, s := range script.Statements {
		insert, ok := s.(*sql.Insert)
		if !ok || i > 0 {
			return nil, whole, sql.Errors{{Code: sql.NotSupported, Span: s.Pos(), Message: "one SELECT is expected, and nothing behind it"}}
		}
		q = insert.Query
	}
	return q, whole, nil
}

func firstWord(text string) string {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	end := strings.IndexFunc(text, func(c rune) bool { return !unicode.IsLetter(c) })
	if end < 0 {
		end = len(text)
	}
	return strings.ToUpper(text[:end])
}

// fileNames makes names of the strings that stand behind FROM or JOIN in a query block. FROM inside of a function, as in
// TRIM('x' FROM 'xax'), is no such FROM.
func fileNames(text string) string {
	out := []byte(text)
	blocks := []bool{false} // for each open parenthesis: a SELECT stands in it
	word, relation := 0, false
	for i := 0; i < len(text); {
		c := text[i]
		end := i + 1
		switch {
		case c == '\'' || c == '"':
			closed := false
			end, closed = quotedEnd(text, i)
			if closed && c == '\'' && relation && end-i > 2 && !strings.Contains(text[i:end], `"`) {
				out[i], out[end-1] = '"', '"'
			}
		case strings.HasPrefix(text[i:], "--"), strings.HasPrefix(text[i:], "//"):
			end = i + 1 + max(strings.IndexByte(text[i+1:]+"\n", '\n'), 1)
			i = min(end, len(text))
			continue
		case c == '(':
			blocks = append(blocks, false)
		case c == ')' && len(blocks) > 1:
			blocks = blocks[:len(blocks)-1]
		case unicode.IsLetter(rune(c)) || c == '_':
			for word = i; end < len(text) && (unicode.IsLetter(rune(text[end])) || text[end] == '_' || text[end] >= '0' && text[end] <= '9'); {
				end++
			}
			switch here := &blocks[len(blocks)-1]; strings.ToUpper(text[word:end]) {
			case "SELECT":
				*here = true
			case "FROM", "JOIN":
				relation = *here
				i = end
				continue
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i = end
			continue
		}
		relation = false
		i = end
	}
	return string(out)
}

// quotedEnd is where a string or a quoted name ends, if it does; quotes in it are doubled.
func quotedEnd(text string, start int) (end int, closed bool) {
	for i := start + 1; i < len(text); i++ {
		if text[i] != text[start] {
			continue
		}
		if i+1 == len(text) || text[i+1] != text[start] {
			return i + 1, true
		}
		i++
	}
	return len(text), false
}

// inQuery moves mistakes from the statement to the query that it holds.
func inQuery(text string, errs sql.Errors) *Errors {
	moved := make(sql.Errors, len(errs))
	for i, e := range errs {
		one := *e
		one.Span = querySpan(one.Span, text)
		moved[i] = &one
	}
	return &Errors{File: "query", Text: text, List: moved}
}

func querySpan(s sql.Span, text string) sql.Span {
	move := func(offset int) int { return min(max(offset-len(queryPrefix), 0), len(text)) }
	return sql.Span{Start: move(s.Start), End: move(s.End)}
}
