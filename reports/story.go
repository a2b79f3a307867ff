package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// story tells one run in a few paragraphs, each sentence from the history. base
// is the run that it is compared with; nil for the first.
func story(r Run, base *Run) []string {
	paragraphs := [][]string{
		compared(base, r),
		append(causes(r.History), reach(r.History)),
		append(noticing(r), reading(r)),
		recovering(r),
		append(relinking(r), talking(r)...),
	}
	var out []string
	for _, p := range paragraphs {
		p = slices.DeleteFunc(p, func(s string) bool { return s == "" })
		if len(p) > 0 {
			out = append(out, strings.Join(p, " "))
		}
	}
	return out
}

// causes: what came into force, when and for whom; then, as background, what
// flickered. A fault that hit nothing caused nothing.
func causes(h *history.History) []string {
	var out []string
	for _, f := range h.Header.Faults {
		switch {
		case f.Flicker || f.Hits == 0:
		case f.Until.Before(h.Header.Until):
			out = append(out, fmt.Sprintf("At %s the fault %s comes into force for %s, and %s later it is over: %s.", fullDate(f.From), f.Name, f.Whom, spanOf(f.Until.Sub(f.From)), effect(f)))
		default:
			out = append(out, fmt.Sprintf("At %s the fault %s comes into force for %s, and it stays: %s.", fullDate(f.From), f.Name, f.Whom, effect(f)))
		}
	}
	for _, f := range h.Header.Faults {
		if f.Flicker && f.Hits > 0 {
			out = append(out, fmt.Sprintf("In the background %s comes and goes: %s for %s.", f.Name, words(f.What), f.Whom))
		}
	}
	return out
}

// effect is the scenario's own words for a fault, if it has some, and always
// what was injected.
func effect(f history.FaultSummary) string {
	if f.Note == "" {
		return words(f.What)
	}
	return fmt.Sprintf("%s (%s)", strings.TrimRight(f.Note, ". \n"), words(f.What))
}

// reach: how many mailboxes of each provider failed for longer than a retry
// heals, the hardest hit first.
func reach(h *history.History) string {
	began := map[string]time.Time{}
	for _, e := range check.FailedRounds(h) {
		if _, known := began[e.Mailbox]; !known {
			began[e.Mailbox] = e.From
		}
	}
	if len(began) == 0 {
		return "No mailbox stops synchronising for longer than a retry heals."
	}
	total, failed := map[string]int{}, map[string]int{}
	for _, m := range h.Header.Mailboxes {
		total[m.Provider]++
		if _, hit := began[m.ID]; hit {
			failed[m.Provider]++
		}
	}
	providers := sortedKeys(total)
	slices.SortStableFunc(providers, func(a, b string) int { return cmp.Compare(failed[b], failed[a]) })
	var hit, spared []string
	for _, p := range providers {
		text := fmt.Sprintf("%s mailboxes of %s", countWords(failed[p], total[p]), p)
		if total[p] == 1 {
			text = "the only mailbox of " + p
		}
		if failed[p] > 0 {
			hit = append(hit, text)
		} else {
			spared = append(spared, fmt.Sprintf("of %s, none of the %s does", p, Thousands(total[p])))
		}
	}
	text := fmt.Sprintf("%s %s synchronising%s", sentence(series(hit)), verb(len(began), "stops", "stop"), spread(began))
	if len(spared) > 0 {
		text += "; " + series(spared)
	}
	return text + "."
}

// spread says over what time the failures set in, if not at once.
func spread(began map[string]time.Time) string {
	var first, last time.Time
	for _, t := range began {
		if first.IsZero() || t.Before(first) {
			first = t
		}
		last = maxTime(last, t)
	}
	if last.Sub(first) < time.Minute {
		return ""
	}
	return fmt.Sprintf(", the last of them %s after the first (at %s)", spanOf(last.Sub(first)), when(last))
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
	text := fmt.Sprintf("Of %s by owners %s answered", plural(m.Reads, "read"), verb(m.ReadsAnswered, "1 is", Thousands(m.ReadsAnswered)+" are"))
	switch {
	case m.ReadsAnswered == 0:
		return fmt.Sprintf("None of %s by owners is answered.", plural(m.Reads, "read"))
	case m.Reads == 1:
		text = "The only read by an owner is answered"
	case m.ReadsAnswered == m.Reads:
		text = fmt.Sprintf("All %s by owners are answered", plural(m.Reads, "read"))
	}
	if m.ReadsStale == 0 {
		text += ", and no answer says that it is old."
	} else {
		text += fmt.Sprintf("; %s of the answers %s that %s old.", Thousands(m.ReadsStale), verb(m.ReadsStale, "says", "say"), verb(m.ReadsStale, "it is", "they are"))
	}
	return text + fmt.Sprintf(" The oldest shows a calendar as it was %s before. Added up, mailboxes are stale for %s mailbox-hours.", spanOf(oldest), Thousands(round(m.StaleMailboxHours)))
}

func noticing(r Run) []string {
	m := r.Measures
	if m.Affected == 0 {
		return nil
	}
	var out []string
	if m.FirstInformationalSeconds != nil {
		out = append(out, fmt.Sprintf("An informational alert is out %s after the failures began.", Span(m.FirstInformationalSeconds)))
	}
	if m.FirstLookNowSeconds != nil {
		out = append(out, fmt.Sprintf("A look-now page comes after %s.", Span(m.FirstLookNowSeconds)))
	} else {
		out = append(out, "Nobody is ever paged at high urgency for it.")
	}
	if m.DetectSeconds == nil {
		return append(out, "No person ever notices.")
	}
	return append(out, fmt.Sprintf("The first person notices after %s, by %s; in that time the chat has received %s.",
		Span(m.DetectSeconds), detectedBy(r), plural(chatBefore(r), "message")))
}

// detectedBy names what was noticed by, a ticket with its number.
func detectedBy(r Run) string {
	text := noticeWords(r.Measures.DetectedBy)
	for _, e := range r.History.Events {
		d, ok := e.Data.(history.Noticed)
		if !ok || e.At.Before(detectedAt(r)) {
			continue
		}
		if id, _, found := strings.Cut(d.What, ":"); found && d.By == "ticket" && d.By == r.Measures.DetectedBy && opened(r.History, id) {
			text += " (" + id + ")"
		}
		break
	}
	return text
}

func opened(h *history.History, ticket string) bool {
	return slices.ContainsFunc(h.Events, func(e history.Event) bool {
		d, ok := e.Data.(history.TicketOpened)
		return ok && d.Ticket == ticket
	})
}

// troubleBegan is the instant from which the measures count; zero without
// trouble.
func troubleBegan(h *history.History) time.Time {
	if all := check.FailedRounds(h); len(all) > 0 {
		return all[0].From
	}
	return time.Time{}
}

func detectedAt(r Run) time.Time {
	return troubleBegan(r.History).Add(time.Duration(*r.Measures.DetectSeconds * float64(time.Second)))
}

// chatBefore counts chat messages from the start of trouble until it is noticed.
func chatBefore(r Run) int {
	from, until := troubleBegan(r.History), detectedAt(r)
	n := 0
	for _, e := range r.History.Events {
		if d, ok := e.Data.(history.Notice); ok && d.Sink == "chat" && !e.At.Before(from) && !e.At.After(until) {
			n++
		}
	}
	return n
}
