package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Limits of a file. They stand against accidents and YAML bombs, not against
// large scenarios: a fleet is one line.
const (
	maxBytes    = 1 << 20 // of the file, and of each file beside it
	maxLines    = 20_000  // the parser needs time by the square of a map's keys
	maxNesting  = 50      // levels of maps and lists
	maxOpen     = 1000    // brackets open at once, or dashes in one line, before the parser may see the text
	maxExpanded = 50_000  // values that aliases stand for in all
)

// readTree reads a document into a tree. What is wrong goes into r; the tree is
// nil if there is nothing to decode.
func readTree(r *report, data []byte) *node {
	if !readable(r, data) {
		return nil
	}
	file, err := parseYAML(data)
	if err != nil {
		r.addSyntax(err)
		return nil
	}
	root := onlyDocument(r, file)
	if root == nil {
		return nil
	}
	c := converter{report: r, anchors: map[string]*node{}}
	tree := c.node(root, 1)
	if c.hopeless {
		return nil
	}
	return tree
}

// readable refuses what can't be a scenario file, before the parser sees it.
func readable(r *report, data []byte) bool {
	if len(data) > maxBytes {
		r.add(position{1, 1}, fmt.Sprintf("the file has %d bytes", len(data)), fmt.Sprintf("at most %d", maxBytes), "")
		return false
	}
	if lines := bytes.Count(data, []byte("\n")); lines > maxLines {
		r.add(position{1, 1}, fmt.Sprintf("the file has %d lines", lines), fmt.Sprintf("at most %d", maxLines), "")
		return false
	}
	return isText(r, data)
}

// isText refuses what no editor of text writes, and nesting that is none.
func isText(r *report, data []byte) bool {
	line, column := 1, 1
	var d depth
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && size <= 1 || c < ' ' && c != '\t' && c != '\n' {
			r.add(position{line, column}, fmt.Sprintf("byte 0x%02x is no text", data[i]), "YAML in UTF-8", "")
			return false
		}
		if d.add(c); d.tooDeep() {
			r.add(position{line, column}, "the file is nested too deeply", fmt.Sprintf("at most %d levels", maxNesting), "")
			return false
		}
		i, column = i+size, column+1
		if c == '\n' {
			line, column = line+1, 1
		}
	}
	return true
}

// depth guesses how deep a parser would have to go, without parsing: the parser
// needs memory by the square of it.
type depth struct{ brackets, dashes int }

func (d *depth) add(c rune) {
	switch c {
	case '[', '{':
		d.brackets++
	case ']', '}':
		d.brackets = max(d.brackets-1, 0)
	case '-', '?':
		d.dashes++
	case '\n':
		d.dashes = 0
	case ' ':
	default:
		d.dashes = 0
	}
}

func (d *depth) tooDeep() bool { return d.brackets > maxOpen || d.dashes > maxOpen }

// parseYAML survives a parser that panics: a file must never end in a stack
// trace.
func parseYAML(data []byte) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the YAML parser gave up: %v", p)
		}
	}()
	// Duplicate keys are told by the converter, with all other mistakes.
	return parser.ParseBytes(bytes.TrimPrefix(data, []byte("\ufeff")), 0, parser.AllowDuplicateMapKey())
}

// onlyDocument is the body of the one document that a file must have.
func onlyDocument(r *report, file *ast.File) ast.Node {
	var body ast.Node
	for _, doc := range file.Docs {
		at := position{1, 1}
		if doc.Start != nil {
			at = position{doc.Start.Position.Line, doc.Start.Position.Column}
		}
		switch {
		case doc.Body == nil:
		case doc.Body.Type() == ast.DirectiveType:
			r.add(placeOf(doc.Body), "a YAML directive", "none: scenario files are plain YAML 1.2", "")
		case body != nil:
			r.add(at, "a second document starts here", "one scenario a file", "")
			return body
		default:
			body = doc.Body
		}
	}
	if body == nil && len(r.found) == 0 {
		r.add(position{1, 1}, "the file is empty", "a scenario", "")
	}
	return body
}

// addSyntax tells a syntax error at the parser's place, in the file's terms.
func (r *report) addSyntax(err error) {
	var located yaml.Error
	if !errors.As(err, &located) || located.GetToken() == nil {
		r.add(position{1, 1}, "the file is no YAML: "+firstLine(err.Error()), "", "")
		return
	}
	p := located.GetToken().Position
	message, expected := rephrase(located.GetMessage())
	r.add(position{p.Line, p.Column}, message, expected, "")
}

// rephrase tells a mistake in terms of the file instead of the parser's.
func rephrase(message string) (told, expected string) {
	for _, row := range []struct{ has, told, expected string }{
		{"'\t' that cannot start", "a tab", "spaces: YAML does not allow tabs for indentation"},
		{"mapping value is not allowed", "a colon or a line that does not belong here", "text with a colon in quotes, and keys of one map indented alike"},
		{"value is not allowed in this context", "this line does not belong to what stands above it", "items of one list, and keys of one map, indented alike"},
		{"could not find end character", "a quote that is never closed", ""},
		{"',' or '}' must be specified", "a map in braces that is not closed", "a comma or }"},
		{"',' or ']' must be specified", "a list in brackets that is not closed", "a comma or ]"},
		{"end token ']' not found", "a list in brackets that is never closed", "]"},
		{"end token '}' not found", "a map in braces that is never closed", "}"},
		{"reserved character", "a character that can't start plain text", "text in quotes"},
	} {
		if strings.Contains(message, row.has) {
			return row.told, row.expected
		}
	}
	return "not YAML: " + firstLine(message), ""
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
