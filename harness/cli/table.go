package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"anchorage/harness/check"
	"anchorage/reports"
)

// printSummary writes what a person wants first: what is wrong, then the
// variants side by side.
func printSummary(w io.Writer, runs []reports.Run) {
	printVerdicts(w, runs)
	printTable(w, runs)
}

// printVerdicts lists what did not hold, worst first, and counts the rest.
func printVerdicts(w io.Writer, runs []reports.Run) {
	for _, r := range runs {
		counts := map[check.Status]int{}
		for _, v := range r.Verdicts {
			counts[v.Status]++
		}
		fmt.Fprintf(w, "\n%s: %d of %d held", r.History.Header.Variant, counts[check.Held], len(r.Verdicts))
		for _, s := range []check.Status{check.Broken, check.Vacuous, check.NotApplicable} {
			if counts[s] > 0 {
				fmt.Fprintf(w, ", %d %s", counts[s], words(s))
			}
		}
		fmt.Fprintln(w)
		for _, s := range []check.Status{check.Broken, check.Vacuous} {
			for _, v := range r.Verdicts {
				if v.Status == s {
					printVerdict(w, v)
				}
			}
		}
	}
}

func printVerdict(w io.Writer, v check.Verdict) {
	fmt.Fprintf(w, "  %-8s %s: %s\n", strings.ToUpper(words(v.Status)), v.Name, v.Message)
	for _, e := range v.Evidence {
		fmt.Fprintf(w, "           %s  %s\n", instant(e.At), e.Text)
	}
}

func words(s check.Status) string { return strings.ReplaceAll(string(s), "_", " ") }

// abreast is how many variants stand side by side on a terminal of ordinary
// width; more are told in further tables below.
const abreast = 3

func printTable(w io.Writer, runs []reports.Run) {
	for part := range slices.Chunk(runs, abreast) {
		printPart(w, part)
	}
}

func printPart(w io.Writer, runs []reports.Run) {
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	line := func(label string, cell func(reports.Run) string) {
		fmt.Fprint(t, label)
		for _, r := range runs {
			fmt.Fprint(t, "\t", cell(r))
		}
		fmt.Fprintln(t)
	}
	line("", func(r reports.Run) string { return r.History.Header.Variant })
	for _, f := range reports.Figures {
		line(f.Label, f.Text)
	}
	t.Flush()
}

func instant(t time.Time) string { return t.UTC().Format("Mon 02 Jan 15:04:05") }
