package querygen

import (
	"strings"
)

// Shrink makes a script smaller, step by step, as long as it still fails: it leaves out streams, pumps, commands, records and
// columns, and puts parts of expressions in the place of the whole. The result is the smallest script that this finds.
func Shrink(text string, fails func(string) bool) string {
	for {
		before := text
		for _, smaller := range reductions {
			for i := 0; ; {
				candidates := smaller(text)
				if i >= len(candidates) {
					break
				}
				if candidates[i] != text && fails(candidates[i]) {
					text = candidates[i] // its i-th candidate is another one now
				} else {
					i++
				}
			}
		}
		if text == before {
			return text
		}
	}
}

// reductions list smaller scripts, those with the most left out first.
var reductions = []func(text string) []string{
	withoutStreams, withoutCommands, withoutStatements, singleBranches, withoutColumns, simplerExpressions, withoutClauses, withoutRecords, withoutMembers,
}

// commandsOf cuts a script into its commands with their bodies. Comments are left out.
func commandsOf(text string) []string {
	var commands []string
	for part := range strings.SplitSeq(text, "\n\n") {
		var lines []string
		for line := range strings.SplitSeq(part, "\n") {
			if line = strings.TrimRight(line, " "); line != "" && !strings.HasPrefix(line, "#") {
				lines = append(lines, line)
			}
		}
		if len(lines) > 0 {
			commands = append(commands, strings.Join(lines, "\n"))
		}
	}
	return commands
}

func scriptOf(commands []string) string { return strings.Join(commands, "\n\n") + "\n" }

// code returns the SQL of a script, and the script with other SQL.
func code(text string) (sql string, with func(sql string) string) {
	commands := commandsOf(text)
	for i, c := range commands {
		if body, ok := strings.CutPrefix(c, "exec\n"); ok {
			return body, func(sql string) string {
				var lines []string
				for line := range strings.SplitSeq(sql, "\n") {
					if strings.TrimSpace(line) != "" {
						lines = append(lines, line)
					}
				}
				changed := append([]string{}, commands...)
				changed[i] = "exec\n" + strings.Join(lines, "\n")
				return scriptOf(changed)
			}
		}
	}
	return "", func(string) string { return text }
}

// withoutCommands leaves out each command, several at once where there are many.
func withoutCommands(text string) []string {
	commands := commandsOf(text)
	var smaller []string
	for size := len(commands) / 2; size > 0; size /= 2 {
		for from := 0; from+size <= len(commands); from += size {
			smaller = append(smaller, scriptOf(append(append([]string{}, commands[:from]...), commands[from+size:]...)))
		}
	}
	return smaller
}

// withoutRecords leaves out each line of each push.
func withoutRecords(text string) []string {
	commands := commandsOf(text)
	var smaller []string
	for i, c := range commands {
		lines := strings.Split(c, "\n")
		if !strings.HasPrefix(c, "push") {
			continue
		}
		for k := 1; k < len(lines); k++ {
			changed := append([]string{}, commands...)
			changed[i] = strings.Join(append(append([]string{}, lines[:k]...), lines[k+1:]...), "\n")
			smaller = append(smaller, scriptOf(changed))
		}
	}
	return smaller
}

// withoutMembers leaves out each member of each record.
func withoutMembers(text string) []string {
	var smaller []string
	at := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "{") {
			members := strings.Split(strings.TrimRight(line, "\n"), ", ")
			for k := range members {
				rest := strings.Join(append(append([]string{}, members[:k]...), members[k+1:]...), ", ")
				if k == 0 {
					rest = "{" + rest
				}
				if k == len(members)-1 {
					rest += "}"
				}
				smaller = append(smaller, text[:at]+rest+"\n"+text[at+len(line):])
			}
		}
		at += len(line)
	}
	return smaller
}
