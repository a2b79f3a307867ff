package scenarios

import "strings"

// suggest is the candidate that name was probably meant to be, or "".
func suggest(name string, candidates []string) string {
	best, fewest := "", len(name)/3+1
	if len(name) > longestSuggested {
		return ""
	}
	for _, c := range candidates {
		if d := editDistance(strings.ToLower(name), strings.ToLower(c)); d <= fewest && c != name && (best == "" || d < fewest) {
			best, fewest = c, d
		}
	}
	return best
}

// longestSuggested bounds the work on names that are no names.
const longestSuggested = 60

// editDistance counts the letters to insert, drop, replace or swap with their
// neighbour that turn a into b.
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}

// oneOf lists what is allowed, for people: "a, b or c".
func oneOf(names []string) string {
	switch len(names) {
	case 0:
		return "nothing"
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// Suggest is the candidate that name was probably meant to be, or "": for
// messages of programs that take names out of scenario files.
func Suggest(name string, candidates []string) string { return suggest(name, candidates) }
