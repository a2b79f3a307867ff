package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"anchorage/harness/history"
)

// story tells one run in a few paragraphs, each sentence from the history.
func story(r Run) []string {
	return slices.DeleteFunc([]string{
		strings.Join(append(causes(r), reach(r)), " "),
		reading(r) + " " + noticing(r),
		recovering(r),
		relinking(r) + " " + talking(r),
	}, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// causes: what began, when and for whom. Flicker is told apart, as background.
func causes(r Run) []string {
	var out []string
	for _, f := range r.History.Header.Faults {
		switch {
		case f.Flicker || f.Hits == 0:
		case f.Until.Before(r.History.Header.Until):
			out = append(out, fmt.Sprintf("From %s until %s, %s holds for %s (%s).", when(f.From), when(f.Until), f.What, f.Whom, f.Name))
		default:
			out = append(out, fmt.Sprintf("At %s, %s begins for %s (%s) and does not end.", when(f.From), f.What, f.Whom, f.Name))
		}
	}
	for _, f := range r.History.Header.Faults {
		if f.Flicker && f.Hits > 0 {
			out = append(out, fmt.Sprintf("In the background, %s comes and goes all the time for %s (%s).", f.What, f.Whom, f.Name))
		}
	}
	return out
}

// reach: how many mailboxes of each provider failed for longer than a poll.
func reach(r Run) string {
	h := r.History
	hit := map[string]bool{}
	var last time.Time
	for _, e := range episodes(h) {
		if !hit[e.mailbox] {
			hit[e.mailbox], last = true, maxTime(last, e.From)
		}
	}
	total, failed := map[string]int{}, map[string]int{}
	for _, m := range h.Header.Mailboxes {
		total[m.Provider]++
		if hit[m.ID] {
			failed[m.Provider]++
		}
	}
	var parts []string
	for _, p := range sortedKeys(total) {
		parts = append(parts, fmt.Sprintf("%s of %s", countWords(failed[p], total[p]), p))
	}
	text := "Mailboxes that fail for longer than one poll: " + strings.Join(parts, "; ") + "."
	if len(hit) > 0 {
		text += fmt.Sprintf(" The last of them begins to fail at %s.", when(last))
	}
	return text
}

func countWords(n, of int) string {
	switch n {
	case 0:
		return fmt.Sprintf("none of the %s", Thousands(of))
	case of:
		return fmt.Sprintf("all %s", Thousands(of))
	}
	return fmt.Sprintf("%s of the %s", Thousands(n), Thousands(of))
}

func reading(r Run) string {
	m := r.Measures
	if m.Reads == 0 {
		return ""
	}
	oldest := time.Duration(0)
	for _, e := range r.History.Events {
		if d, ok := e.Data.(history.Read); ok && d.Answered {
			oldest = max(oldest, e.At.Sub(d.AsOf))
		}
	}
	answered := "All of"
	if m.ReadsAnswered < m.Reads {
		answered = Thousands(m.ReadsAnswered) + " of"
	}
	return fmt.Sprintf("%s the owners' %s reads are answered; %s say of themselves that they are old, and the oldest answer speaks of %s before. All in all mailboxes are stale for %s mailbox-hours.",
		answered, Thousands(m.Reads), Thousands(m.ReadsStale), spanOf(oldest), Thousands(int(m.StaleMailboxHours+0.5)))
}

func noticing(r Run) string {
	m := r.Measures
	if m.Affected == 0 {
		return ""
	}
	var out []string
	if m.FirstInformationalSeconds != nil {
		out = append(out, fmt.Sprintf("The first informational alert reaches the chat %s after the failures began.", Span(m.FirstInformationalSeconds)))
	}
	switch {
	case m.LookNow > 0 && m.FirstLookNowSeconds != nil:
		out = append(out, fmt.Sprintf("A look-now page comes after %s.", Span(m.FirstLookNowSeconds)))
	default:
		out = append(out, "Nobody is ever paged at high urgency.")
	}
	if m.DetectSeconds == nil {
		return strings.Join(append(out, "No person notices."), " ")
	}
	return strings.Join(append(out, fmt.Sprintf("The first person notices after %s, by %s; by then the chat holds %s messages.",
		Span(m.DetectSeconds), noticeWords(m.DetectedBy), Thousands(chatBefore(r)))), " ")
}

// chatBefore counts chat messages from the start of trouble until it is noticed.
func chatBefore(r Run) int {
	all := episodes(r.History)
	if len(all) == 0 || r.Measures.DetectSeconds == nil {
		return 0
	}
	from := all[0].From
	until := from.Add(time.Duration(*r.Measures.DetectSeconds * float64(time.Second)))
	n := 0
	for _, e := range r.History.Events {
		if d, ok := e.Data.(history.Notice); ok && d.Sink == "chat" && !e.At.Before(from) && !e.At.After(until) {
			n++
		}
	}
	return n
}

func recovering(r Run) string {
	m := r.Measures
	if m.Affected == 0 {
		return ""
	}
	var out []string
	if m.FirstRecoverySeconds == nil {
		return fmt.Sprintf("None of the %s affected mailboxes recovers.", Thousands(m.Affected))
	}
	out = append(out, fmt.Sprintf("The first mailbox recovers after %s.", Span(m.FirstRecoverySeconds)))
	if m.NinetyPercentSeconds != nil {
		out = append(out, fmt.Sprintf("90 %% of the affected are back after %s.", Span(m.NinetyPercentSeconds)))
	}
	if p, ok := findPlateau(r.History); ok {
		out = append(out, leftBehind(r.History, p)...)
	}
	switch {
	case m.FullRecoverySeconds != nil:
		out = append(out, fmt.Sprintf("The last one recovers after %s.", Span(m.FullRecoverySeconds)))
	default:
		out = append(out, fmt.Sprintf("At the end %s of the affected have recovered.", percent(m.RecoveredShare)))
	}
	return strings.Join(out, " ")
}

// leftBehind: who still fails while the others are back, and what they have in
// common.
func leftBehind(h *history.History, p plateau) []string {
	n, total := len(p.failing), len(p.failing)+len(p.healed)
	out := []string{fmt.Sprintf("From %s to %s nothing moves: %s of %s still fail.", when(p.From), when(p.Until), Thousands(n), Thousands(total))}
	for i, c := range contrasts(h, p.failing, p.healed) {
		if i == 2 {
			break
		}
		out = append(out, fmt.Sprintf("Of these, %s (%s) %s, against %s of those that are back.",
			Thousands(c.In), percent(c.InShare()), attributeWords(c.Attribute, c.Value), percent(c.OutShare())))
	}
	return out
}

func relinking(r Run) string {
	m := r.Measures
	if m.RelinksAsked == 0 {
		return "Nobody is asked to relink."
	}
	var first, last time.Time
	asked := map[string]time.Time{}
	answered := map[string]bool{}
	var healed time.Time
	for _, e := range r.History.Events {
		switch d := e.Data.(type) {
		case history.RelinkAsked:
			if first.IsZero() {
				first = e.At
			}
			last = e.At
			asked[d.Mailbox] = e.At
		case history.RelinkAnswered:
			answered[d.Mailbox] = true
		case history.Healed:
			if answered[d.Mailbox] && healed.IsZero() {
				healed = e.At
			}
		}
	}
	text := fmt.Sprintf("%s owners are asked to relink, between %s and %s; %s do.", Thousands(m.RelinksAsked), when(first), when(last), Thousands(m.RelinksAnswered))
	if m.RelinksNeedless == 0 {
		text += " Each of their mailboxes fails at the moment of asking."
	} else {
		text += fmt.Sprintf(" %s of them are asked although their mailbox is healthy.", Thousands(m.RelinksNeedless))
	}
	if !healed.IsZero() {
		text += fmt.Sprintf(" The first recovery after relinking comes %s after the first mail.", spanOf(healed.Sub(first)))
	}
	return text
}

func talking(r Run) string {
	posts := 0
	for _, e := range r.History.Events {
		if _, ok := e.Data.(history.Posted); ok {
			posts++
		}
	}
	if posts == 0 {
		return ""
	}
	text := fmt.Sprintf("The status page gets %s.", plural(posts, "update"))
	if r.Measures.LongestSilenceSeconds != nil {
		text += fmt.Sprintf(" Its longest silence lasts %s.", Span(r.Measures.LongestSilenceSeconds))
	}
	if n := r.Measures.FalseClaims; n > 0 {
		text += fmt.Sprintf(" %s untrue when made.", pluralAre(n, "of its claims is", "of its claims are"))
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Thousands(n) + " " + noun + "s"
}

func pluralAre(n int, one, many string) string {
	if n == 1 {
		return "One " + one
	}
	return Thousands(n) + " " + many
}

func when(t time.Time) string { return t.UTC().Format("15:04 UTC on Monday 2 January 2006") }

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
