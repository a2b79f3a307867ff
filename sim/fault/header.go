package fault

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// headerConditions makes one condition of each name: those that must be present,
// absent, equal. A header of several lines is equal if one of them is.
func headerConditions(m HeaderMatch) []condition {
	var all []condition
	for _, name := range m.Present {
		all = append(all, headerPresent(name))
	}
	for _, name := range m.Absent {
		all = append(all, headerAbsent(name))
	}
	for _, name := range sortedKeys(m.Equal) {
		all = append(all, headerEqual(name, m.Equal[name]))
	}
	return all
}

// headerLines returns the lines of a header by its canonical name. Host is kept
// apart by net/http.
func headerLines(r *http.Request, canonical string) []string {
	if canonical == "Host" {
		return []string{r.Host}
	}
	return r.Header[canonical]
}

func headerPresent(name string) condition {
	key := http.CanonicalHeaderKey(name)
	return condition{
		field: "header.present",
		holds: func(r Request, _ int) bool { return len(headerLines(r.HTTP, key)) > 0 },
		told:  func(Request) string { return name + " is absent" },
	}
}

func headerAbsent(name string) condition {
	key := http.CanonicalHeaderKey(name)
	return condition{
		field: "header.absent",
		holds: func(r Request, _ int) bool { return len(headerLines(r.HTTP, key)) == 0 },
		told:  func(Request) string { return name + " is present" },
	}
}

func headerEqual(name, value string) condition {
	key := http.CanonicalHeaderKey(name)
	return condition{
		field: "header.equal",
		holds: func(r Request, _ int) bool { return slices.Contains(headerLines(r.HTTP, key), value) },
		told: func(r Request) string {
			if len(headerLines(r.HTTP, key)) == 0 {
				return name + " is absent"
			}
			return fmt.Sprintf("%s is something other than %q", name, value) // the value found may be a secret
		},
	}
}

// validHeaderName says whether a name is a token in the sense of RFC 9110.
func validHeaderName(name string) bool {
	if name == "" {
		return false
	}
	for _, c := range []byte(name) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return true
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
