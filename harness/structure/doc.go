// Package structure has no code of its own: its tests hold the tree to its
// rules, which packages may import which, and which calls would make two runs of
// one world differ.
package structure
