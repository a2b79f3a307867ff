package ours

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"anchorage/scenarios"
)

// How Prometheus and Alertmanager tell a place in a file of theirs.
var (
	lineAndColumn = regexp.MustCompile(`^(\d+):(\d+): (?s:(.*))$`)
	lineOnly      = regexp.MustCompile(`(?m)line (\d+): (.*)$`)
	unknownField  = regexp.MustCompile(`^field (\S+) not found in type .*$`)
)

// placed tells each mistake of a file that settings name, with its place in the
// file as far as that is known.
func placed(key, name string, err error) []scenarios.SettingsProblem {
	causes := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		causes = joined.Unwrap()
	}
	var problems []scenarios.SettingsProblem
	add := func(line, column, message string) {
		p := scenarios.SettingsProblem{Path: []string{"alerting", key}, Message: message}
		p.Line, _ = strconv.Atoi(line) // digits, or nothing
		p.Column, _ = strconv.Atoi(column)
		if p.Line > 0 {
			p.File = name
		}
		problems = append(problems, p)
	}
	for _, cause := range causes {
		text := strings.TrimPrefix(cause.Error(), name+": ")
		if at := lineAndColumn.FindStringSubmatch(text); at != nil {
			add(at[1], at[2], at[3])
			continue
		}
		lines := lineOnly.FindAllStringSubmatch(text, -1)
		for _, at := range lines {
			add(at[1], "", inFileTerms(at[2]))
		}
		if len(lines) == 0 {
			add("", "", cause.Error())
		}
	}
	return problems
}

// inFileTerms tells a mistake in terms of the file instead of Go's types.
func inFileTerms(message string) string {
	if field := unknownField.FindStringSubmatch(message); field != nil {
		return fmt.Sprintf("unknown key %q", field[1])
	}
	return message
}
