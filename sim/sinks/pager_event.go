package sinks

import (
	"fmt"
	"slices"
	"time"
)

// pagerEvent is the body of POST /v2/enqueue. Fields that only people look at
// (client, links, images, class) are left out.
type pagerEvent struct {
	RoutingKey  string        `json:"routing_key"`
	EventAction string        `json:"event_action"`
	DedupKey    string        `json:"dedup_key"`
	Payload     *pagerPayload `json:"payload"`
}

type pagerPayload struct {
	Summary       string         `json:"summary"`
	Severity      string         `json:"severity"`
	Source        string         `json:"source"`
	CustomDetails map[string]any `json:"custom_details"`
}

// wrong lists what PagerDuty would refuse: the payload counts for triggers only,
// and only they may come without a dedup key.
func (e pagerEvent) wrong() []string {
	switch e.EventAction {
	case Trigger:
		return e.Payload.wrong()
	case Acknowledge, Resolve:
		if e.DedupKey == "" {
			return []string{"'dedup_key' is missing or blank"}
		}
		return nil
	}
	return []string{fmt.Sprintf("'event_action' is %q, not trigger, acknowledge or resolve", e.EventAction)}
}

func (p *pagerPayload) wrong() []string {
	if p == nil {
		return []string{"'payload' is missing or blank"}
	}
	var list []string
	if p.Summary == "" {
		list = append(list, "'payload.summary' is missing or blank")
	}
	if p.Source == "" {
		list = append(list, "'payload.source' is missing or blank")
	}
	if !slices.Contains([]string{"critical", "error", "warning", "info"}, p.Severity) {
		list = append(list, fmt.Sprintf("'payload.severity' is %q, not critical, error, warning or info", p.Severity))
	}
	return list
}

// alert reads the custom details that have our names. The action is the
// authority on the status.
func (e pagerEvent) alert() (Alert, error) {
	var a Alert
	if e.Payload != nil {
		for _, name := range []string{"level", "alert", "provider", "since"} {
			value, ok := e.Payload.CustomDetails[name].(string)
			if !ok {
				continue
			}
			if err := a.set(name, value); err != nil {
				return Alert{}, err
			}
		}
	}
	a.Status = Firing
	if e.EventAction == Resolve {
		a.Status = Resolved
	}
	return a, nil
}

func (e pagerEvent) page(at time.Time, urgency string, a Alert) Page {
	p := Page{At: at, Action: e.EventAction, Key: e.DedupKey, Urgency: urgency, Alert: a}
	if e.Payload != nil {
		p.Severity, p.Source, p.Text = e.Payload.Severity, e.Payload.Source, e.Payload.Summary
	}
	return p
}
