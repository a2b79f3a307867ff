package sut

import "time"

// AlertContract is what a system promises of its alerts, so that they can be judged
// from outside: by the provider's journal and by what arrives at the sinks.
type AlertContract struct {
	Rules []AlertRule `json:"rules"` // of every provider and level
	Down  AlertRule   `json:"down"`  // on the system itself, when it does not run; Alert is "" without one

	Scrape time.Duration `json:"scrape_ns"` // how old figures may be when they are evaluated
	// Round is how long after its first failed request a round has ended: the account
	// counts as failing, or a retry has healed it.
	Round time.Duration `json:"round_ns"`
	// Memory is how long the last figures of a system that does not run still count.
	Memory time.Duration `json:"memory_ns"`
	// Delivery is how long a notice takes to a sink that works.
	Delivery time.Duration `json:"delivery_ns"`
	// Redelivery is how long after a sink works again a notice has arrived that it had
	// refused.
	Redelivery time.Duration `json:"redelivery_ns"`

	Escalation Escalation `json:"escalation"`
	Heartbeat  bool       `json:"heartbeat"` // beats arrive as long as alerts are evaluated and delivered
}

// AlertRule says when one alert fires and closes, and where it arrives.
type AlertRule struct {
	Alert    string `json:"alert"`
	Provider string `json:"provider,omitempty"`
	Level    string `json:"level"` // informational, review_soon, look_now
	Sink     string `json:"sink"`  // chat, pager

	Share      float64       `json:"share,omitempty"`  // it fires while more than this share of the provider's accounts fails
	Closes     float64       `json:"closes,omitempty"` // it closes when no more than this share does
	For        time.Duration `json:"for_ns"`           // that its condition holds before it fires
	KeepFiring time.Duration `json:"keep_firing_ns"`   // after its condition held last

	Evaluation    time.Duration `json:"evaluation_ns"`
	GroupWait     time.Duration `json:"group_wait_ns"`
	GroupInterval time.Duration `json:"group_interval_ns"`
	Repeat        time.Duration `json:"repeat_ns"` // until what is still open is told again
}

// Escalation of informational alerts that stay open.
type Escalation struct {
	After time.Duration `json:"after_ns"` // being open
	Rule  AlertRule     `json:"rule"`     // what they become; Provider is "", For is After
}
