package reports

import (
	"fmt"
	"strings"
	"time"

	"anchorage/harness/history"
)

// recovering: when mailboxes came back, and who was left behind.
func recovering(r Run) []string {
	m := r.Measures
	switch {
	case m.Affected == 0:
		return nil
	case m.FirstRecoverySeconds == nil:
		return []string{fmt.Sprintf("%s recovers.", sentence(countWords(0, m.Affected))+" affected mailboxes")}
	}
	text := fmt.Sprintf("The first mailbox recovers after %s", Span(m.FirstRecoverySeconds))
	if m.NinetyPercentSeconds != nil {
		text += fmt.Sprintf("; after %s, 90 %% of the affected are back", Span(m.NinetyPercentSeconds))
	}
	out := []string{text + "."}
	if p, ok := findPlateau(r.History); ok {
		out = append(out, standstill(r.History, p), inCommon(r.History, p))
	}
	if m.FullRecoverySeconds != nil {
		return append(out, fmt.Sprintf("The last one recovers after %s.", Span(m.FullRecoverySeconds)))
	}
	back := round(m.RecoveredShare * float64(m.Affected))
	return append(out, fmt.Sprintf("At the end %s of the affected %s recovered.", outOf(back, m.Affected), verb(back, "has", "have")))
}

func standstill(h *history.History, p plateau) string {
	n := len(p.failing)
	still := fmt.Sprintf("%s that had failed still %s", outOf(n, n+len(p.healed)), verb(n, "fails", "fail"))
	if !p.Until.Before(h.Header.Until) {
		return fmt.Sprintf("From %s to the end nothing changes: %s.", when(p.From), still)
	}
	return fmt.Sprintf("Then, between %s, nothing changes for %s: %s.", between(p.From, p.Until), spanOf(p.Until.Sub(p.From)), still)
}

// inCommon: by what those left behind differ most from those that are back, in
// one sentence.
func inCommon(h *history.History, p plateau) string {
	all := contrasts(h, p.failing, p.healed)
	if len(all) == 0 {
		return "They differ from those that are back in nothing that is known of them."
	}
	all = all[:min(len(all), 2)]
	parts := make([]string, len(all))
	same := true // the same share of those that are back, so that it need be said once only
	for i, c := range all {
		parts[i] = share(c.In, c.InTotal) + " " + attributeWords(c.In, c.Attribute, c.Value)
		same = same && c.Out == all[0].Out
	}
	if !same {
		for i, c := range all {
			parts[i] += ", against " + share(c.Out, c.OutTotal) + " of those that are back"
		}
		return "Of these, " + strings.Join(parts, "; ") + "."
	}
	return "Of these, " + series(parts) + ", against " + share(all[0].Out, all[0].OutTotal) + " of those that are back."
}

// share writes n of a group that has been named: "none", "all 4", "8 (89 %)".
func share(n, of int) string {
	switch n {
	case 0:
		return "none"
	case of:
		return "all " + Thousands(n)
	}
	return fmt.Sprintf("%s (%s)", Thousands(n), percentOf(n, of))
}

// relinking: who was asked, whether it was right to ask, and whether it helped.
func relinking(r Run) []string {
	m := r.Measures
	if !r.History.Header.Relinks {
		return nil
	}
	if m.RelinksAsked == 0 {
		return []string{"Nobody is asked to relink."}
	}
	first, last, healed := relinkTimes(r.History)
	out := []string{fmt.Sprintf("%s %s asked to relink, between %s; %s so.", plural(m.RelinksAsked, "owner"), verb(m.RelinksAsked, "is", "are"), between(first, last), verb(m.RelinksAnswered, "1 does", Thousands(m.RelinksAnswered)+" do"))}
	if m.RelinksAsked == 1 {
		out[0] = fmt.Sprintf("1 owner is asked to relink, at %s; %s so.", when(first), verb(m.RelinksAnswered, "1 does", Thousands(m.RelinksAnswered)+" do"))
	}
	if m.RelinksNeedless == 0 {
		out = append(out, verb(m.RelinksAsked, "Its mailbox fails when the mail arrives.", "Each of their mailboxes fails when the mail arrives."))
	} else {
		out = append(out, fmt.Sprintf("%s of them %s asked although the mailbox is healthy.", Thousands(m.RelinksNeedless), verb(m.RelinksNeedless, "is", "are")))
	}
	if !healed.IsZero() {
		out = append(out, fmt.Sprintf("The first recovery after relinking comes %s after the first mail.", spanOf(healed.Sub(first))))
	}
	return out
}

// relinkTimes are the first and the last mail, and the first recovery of a
// mailbox whose owner has relinked.
func relinkTimes(h *history.History) (first, last, healed time.Time) {
	answered := map[string]bool{}
	for _, e := range h.Events {
		switch d := e.Data.(type) {
		case history.RelinkAsked:
			if first.IsZero() {
				first = e.At
			}
			last = e.At
		case history.RelinkAnswered:
			answered[d.Mailbox] = answered[d.Mailbox] || d.Outcome == history.OutcomeLinked
		case history.Healed:
			if answered[d.Mailbox] && healed.IsZero() {
				healed = e.At
			}
		}
	}
	return first, last, healed
}

// talking: how the status page kept people informed.
func talking(r Run) []string {
	all := posts(r.History)
	if len(all) == 0 {
		return nil
	}
	text := fmt.Sprintf("The status page gets %s", plural(len(all), "update"))
	if r.Measures.LongestSilenceSeconds != nil {
		text += fmt.Sprintf("; the longest silence between two lasts %s", Span(r.Measures.LongestSilenceSeconds))
	}
	out := []string{text + "."}
	var untrue []post
	for _, p := range all {
		if p.Untrue {
			untrue = append(untrue, p)
		}
	}
	if len(untrue) > 0 {
		out = append(out, fmt.Sprintf("%s of its claims %s untrue when made: at %s it says %s; %s.",
			verb(len(untrue), "One", Thousands(len(untrue))), verb(len(untrue), "is", "are"), when(untrue[0].At), untrue[0].Claimed, untrue[0].Truth))
	}
	return out
}
