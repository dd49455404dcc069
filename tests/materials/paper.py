"""A paper of two pages, invented, as a person would write one."""

PAGE_ONE = """\
Counting what repeats: budgeted retrieval for long transcripts
A. Ravnsborg and T. Ilesanmi
Abstract
Long transcripts hide the few sentences that a question needs. We introduce a budgeted retriever that
reads a transcript once and keeps a fixed number of sentences. On the two public sets we test, it im-
proves answer accuracy from 71.2 to 76.4 while it reads 38% fewer tokens than a dense retriever. We show
that most of the gain comes from one decision, dropping repeated sentences before they are scored, and
that the gain disappears when the repeats carry the answer.
1 Introduction
Retrieval over transcripts is usually treated as retrieval over documents (Okonjo et al., 2024). A
transcript, however, says the same thing several times, because people do. Prior work removes duplicates
by exact match [3, 7]. Our main observation is that a sentence is repeated when it matters to the speaker
and not when it matters to the question.
Figure 1: Share of sentences that repeat an earlier one, by minute of the meeting.
We therefore ask how much of a transcript can be thrown away before the first question is known. Who
would read all of it?
2 Method
The retriever keeps a sketch of every sentence, e.g. the 64 smallest hashes of its word pairs. A sentence
whose sketch agrees with an earlier one in more than half of its places is dropped, cf. Fig. 2 for the
pipeline. The threshold was chosen on forty meetings that are in neither test set.
"""

PAGE_TWO = """\
3 Results
Table 1: Accuracy and tokens read on both test sets; three seeds, standard deviation in brackets.
Model Acc. Tokens
Dense 71.2 (0.9) 8,120
Ours 76.4 (1.1) 5,034
Our retriever outperforms the dense baseline on both sets, by 5.2 points on MeetLong and by 1.9 points on
CourtTalk. The second difference is within two standard deviations of three seeds. Without the dropping
step the accuracy falls to 72.0, which is close to the baseline. We find that the smaller sketch is as
good as the larger one and four times faster to compare.
Figure 2: The pipeline; grey boxes are computed once for each transcript.
Compared with exact matching, the sketch removes 2.4 times as many sentences. Reading fewer tokens makes
an answer cheaper by 31% at the prices of May 2026.
4 Limitations
We do not test languages other than English. The method fails when a speaker corrects himself by
repeating a sentence with one changed word, because the correction is dropped. Both test sets were
transcribed by people; we only evaluated machine transcripts on twelve meetings.
5 Conclusion
Most of a transcript can be dropped before any question is asked. What remains unclear is who decides
which repetition was meant.
Acknowledgements
We thank the members of the reading group for their many comments on earlier versions.
References
Okonjo, A., Brandt, L. 2024. Reading meetings at a distance. In Proceedings of a Conference, pp. 12-29.
[3] Sundqvist, P. We show that duplicates can be removed by exact match. arXiv:2101.00001, 2021.
"""
