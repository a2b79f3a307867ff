package mutants

// Opened to tests in other packages.
var (
	Apply        = apply
	Altered      = altered
	ReadVerdicts = readVerdicts
	Unheld       = unheld
	WorldsOf     = worldsOf
	Others       = others
	ReadFinding  = readFinding
)
