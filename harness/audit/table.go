package audit

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

const legend = `Each level: first notice after the start of the failure, how often it opened an
alert, last closure after the end of the failure. Starts that come to the same
share a line. The last column is when somebody first learned of it, and how.
`

// Print writes the matrix for people.
func Print(w io.Writer, outcomes []Outcome) {
	fmt.Fprint(w, legend)
	var table bytes.Buffer
	printRows(&table, outcomes)
	for line := range strings.Lines(table.String()) {
		fmt.Fprintln(w, strings.TrimRight(line, " \n"))
	}
	fmt.Fprintln(w)
	told := map[string]bool{}
	for _, o := range outcomes {
		if !told[o.Kind.Name] {
			told[o.Kind.Name] = true
			fmt.Fprintf(w, "%-14s%s\n", o.Kind.Name, strings.TrimSuffix(o.Kind.Words, ","))
		}
	}
}

func printRows(w io.Writer, outcomes []Outcome) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	provider := ""
	for _, same := range merge(outcomes) {
		o := same[0]
		if o.Provider != provider {
			provider = o.Provider
			fmt.Fprintf(t, "\n%s\tlasts\tbegins\tlook_now\treview_soon\tinformational\tfirst learned\t\n", provider)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t", o.Kind.Name, hours(o.Lasts), starts(same))
		for _, level := range slices.Backward(Levels) {
			fmt.Fprintf(t, "%s\t", o.told(level).text())
		}
		fmt.Fprintf(t, "%s\t%s\n", learned(same), strings.Join(o.classes(), ", "))
	}
	t.Flush()
}

// merge puts those outcomes together that differ in the start of the failure and
// in who read what when only.
func merge(outcomes []Outcome) [][]*Outcome {
	var all [][]*Outcome
	at := map[string]int{} // key: all that must be equal; position in all
	for i := range outcomes {
		o := &outcomes[i]
		key := []string{o.Provider, o.Kind.Name, hours(o.Lasts), strings.Join(o.classes(), " ")}
		for _, level := range Levels {
			key = append(key, o.told(level).text())
		}
		k := strings.Join(key, "\x00")
		if p, known := at[k]; known {
			all[p] = append(all[p], o)
			continue
		}
		at[k] = len(all)
		all = append(all, []*Outcome{o})
	}
	return all
}

// text is a level's column.
func (t *Told) text() string {
	switch {
	case t == nil:
		return "-"
	case len(t.Open) > 0:
		return fmt.Sprintf("%s x%d open", hours(t.After), t.Times)
	}
	return fmt.Sprintf("%s x%d %s", hours(t.After), t.Times, signed(t))
}

func signed(t *Told) string {
	if t.Closed < 0 {
		return "-" + hours(-t.Closed)
	}
	return "+" + hours(t.Closed)
}

// classes of what is wrong with a cell, for its line.
func (o *Outcome) classes() []string {
	var all []string
	for _, p := range o.problems() {
		all = append(all, strings.ToUpper(p.class))
	}
	if o.Hits == 0 && o.Kind.Inject != "" {
		all = append(all, "met no request")
	}
	return sorted(all)
}

func starts(same []*Outcome) string {
	var names []string
	for _, o := range same {
		names = append(names, o.Start.Name)
	}
	return strings.Join(names, ", ")
}

var readBy = map[string]string{"page": "page", "low_page": "review", "chat": "chat", "ticket": "ticket"}

// learned is when somebody read of it, for each start unless they are alike.
func learned(same []*Outcome) string {
	var texts []string
	for _, o := range same {
		text := "nobody"
		if o.Read != nil {
			text = readBy[o.Read.By] + " " + hours(o.Read.After)
		}
		texts = append(texts, text)
	}
	if alike := slices.Compact(slices.Clone(texts)); len(alike) == 1 {
		return alike[0]
	}
	return strings.Join(texts, ", ")
}
