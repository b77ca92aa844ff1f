package sql

import "strings"

// Nearest returns the candidate that was most likely meant by name, or "" if none is near. One that differs in letter case
// only is preferred; of equally near ones the first is taken.
func Nearest(name string, candidates []string) string {
	for _, c := range candidates {
		if c != name && strings.EqualFold(c, name) {
			return c
		}
	}
	typed := []rune(strings.ToUpper(name))
	best, least := "", 1+max(1, len(typed)/3)
	for _, c := range candidates {
		meant := []rune(strings.ToUpper(c))
		if d := distance(typed, meant); c != name && d < least && d < len(typed) {
			best, least = c, d
		}
	}
	return best
}

// distance counts the insertions, deletions, substitutions and swaps of neighbours that turn a into b.
func distance(a, b []rune) int {
	if diff := len(a) - len(b); diff > 8 || diff < -8 || len(a) > 256 {
		return len(a) + len(b) // too far apart to be worth counting
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
