"""A shelf of attacks by translations: what a stranger's catalog may try, and the proof that it comes to nothing."""
