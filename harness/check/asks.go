package check

import (
	"time"

	"anchorage/harness/history"
)

// askPause is the time for which an ask stays open where the system does not say when
// it reminds owners, or when links wear out.
const askPause = 24 * time.Hour

// oneOpenAsk (R1): whoever was asked to relink and has not followed the link yet is
// not asked again within a day.
func oneOpenAsk(v *view) Verdict {
	if !v.h.Header.Relinks {
		return verdict(NotApplicable, 0, v.end(), "the system under test does not relink")
	}
	open, asked, pause := map[string]ask{}, 0, v.h.Header.AskAgain
	if pause == 0 {
		pause = askPause
	}
	for i := range v.h.Events {
		e := &v.h.Events[i]
		switch d := e.Data.(type) {
		case history.RelinkAnswered:
			delete(open, d.Mailbox)
		case history.RelinkAsked:
			asked++
			if before, is := open[d.Mailbox]; is && e.At.Sub(before.At) < pause {
				return verdict(Broken, asked, e.At, "%s was asked to relink at %s and, without having answered, %s later again", d.Mailbox, instant(before.At), span(e.At.Sub(before.At))).
					proven(before.Event, e).about([]string{d.Mailbox})
			}
			open[d.Mailbox] = ask{e, d}
		}
	}
	if asked == 0 {
		return verdict(Vacuous, 0, v.end(), "relinking was ordered, but nobody was asked")
	}
	return verdict(Held, asked, v.end(), "%s, and nobody a second time within %s without having answered", plural(asked, "mail asked to relink", "mails asked to relink"), span(pause))
}
