package alerting

import "anchorage/system"

// RulesFor lets tests see what another provider would get.
func RulesFor(providers ...system.Provider) []byte { return rulesFor(providers) }

// StopEvaluation is the fault of a rule manager that no longer works.
func (p *Process) StopEvaluation() { p.evaluation.manager.Stop() }

func (p *Process) Phases() (all []string) {
	for _, x := range p.evaluation.phases() {
		all = append(all, x.group+" "+x.at.String())
	}
	return all
}
