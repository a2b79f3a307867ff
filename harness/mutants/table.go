package mutants

import (
	"anchorage/harness/check"
	"fmt"
	"io"
	"strings"
	"time"
)

const readme = `# Mutants

Mistakes planted in the product's source, one at a time, and the promise or
expectation that noticed. Written by ` + "`make mutants`" + `; what counts is said in
[doc.go](doc.go). Letters are promises, listed at the end. Seconds are CPU time of the
replays, on the machine that wrote this; building comes on top.

`

// WriteTable writes README.md.
func WriteTable(w io.Writer, rows []Row) error {
	var b strings.Builder
	b.WriteString(readme)
	counts := map[Status]int{}
	var worlds int
	var cpu time.Duration
	for _, r := range rows {
		counts[r.Outcome.Status]++
		worlds, cpu = worlds+r.Outcome.Worlds, cpu+r.Outcome.CPU
	}
	fmt.Fprintf(&b, "%d mutants: %d caught, %d survived, %d open; %d harmless changes, %d flagged. %d worlds, %.0f s.\n\n",
		len(rows)-counts[Quiet]-counts[Flagged], counts[Caught], counts[Survived], counts[Open], counts[Quiet]+counts[Flagged], counts[Flagged], worlds, cpu.Seconds())
	writeMutants(&b, rows)
	writeHarmless(&b, rows)
	writeOpen(&b, rows)
	b.WriteString("## Promises\n\n| | |\n|---|---|\n")
	for _, p := range check.Letters {
		fmt.Fprintf(&b, "| %s | %s |\n", p.Letter, p.Text)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeMutants(b *strings.Builder, rows []Row) {
	b.WriteString("## Mutants\n\n| # | promise | mistake | file | caught by | world | worlds | s |\n|---|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		if r.Mutant == nil || r.Outcome.Status == Open {
			continue
		}
		m, o := r.Mutant, r.Outcome
		by, in := cell(m.Caught), o.In.String()
		if o.Status != Caught {
			by, in = "**"+string(o.Status)+"** ("+cell(o.Detail)+")", ""
		}
		fmt.Fprintf(b, "| %d | %s | %s | %s | %s | %s | %d | %.0f |\n", m.Number, m.Promise, cell(m.Name), filesOf(m.Edits), by, in, o.Worlds, o.CPU.Seconds())
	}
}

func writeHarmless(b *strings.Builder, rows []Row) {
	b.WriteString("\n## Harmless changes\n\nThey must not be flagged.\n\n| # | change | file | outcome | worlds | s |\n|---|---|---|---|---|---|\n")
	for _, r := range rows {
		if r.Harmless == nil {
			continue
		}
		h, o := r.Harmless, r.Outcome
		text := string(o.Status)
		if o.Status != Quiet {
			text = "**" + text + "** (" + cell(o.Detail) + ")"
		}
		fmt.Fprintf(b, "| %d | %s | %s | %s | %d | %.0f |\n", h.Number, cell(h.Name), filesOf(h.Edits), text, o.Worlds, o.CPU.Seconds())
	}
}

func writeOpen(b *strings.Builder, rows []Row) {
	b.WriteString("\n## Open\n\nMistakes that nothing catches yet. None of them is tried.\n\n| # | promise | mistake | why |\n|---|---|---|---|\n")
	for _, r := range rows {
		if r.Mutant != nil && r.Outcome.Status == Open {
			fmt.Fprintf(b, "| %d | %s | %s | %s |\n", r.Mutant.Number, r.Mutant.Promise, cell(r.Mutant.Name), cell(r.Mutant.Open))
		}
	}
	b.WriteString("\n")
}

// filesOf names the files that edits are about, each once.
func filesOf(edits []Edit) string {
	var names []string
	known := map[string]bool{}
	for _, e := range edits {
		if !known[e.File] {
			known[e.File] = true
			names = append(names, strings.TrimPrefix(e.File, "system/"))
		}
	}
	return strings.Join(names, ", ")
}

// cell is a text that stays within a cell of a table.
func cell(text string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ").Replace(text)
}
